// Looks how it goes, and shows what is new in its place, so that screen readers say it: the whole when the state is
// another one, and while it stays only what the waiting is for. How often to look, the server says. Without a network
// it says so quietly, looks less often, and at once when the network or the reader is back.

const PAUSE = 2;
const LONGEST = 30; // seconds
const shown = document.getElementById("progress");
const aside = document.getElementById("elsewhere");
const trouble = document.getElementById("trouble");
let failures = 0;
let timer;

async function look() {
  try {
    await take(await fetch(location.href, { cache: "no-store" }));
  } catch {
    // What is asked for does not depend on this page.
    failures += 1;
    say(trouble?.dataset.away ?? "");
  }
  plan();
}

async function take(answer) {
  if (answer.status >= 500) throw new Error("the shop is away");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const news = page.getElementById("progress");
  failures = 0;
  say("");
  if (answer.redirected || (answer.ok && !news)) location.replace(answer.url);
  else if (news) show(page, news);
}

function show(page, news) {
  const isNew = news.dataset.state !== shown.dataset.state;
  const [told, tells] = [news, shown].map((one) => one.querySelector("#waiting"));
  shown.dataset.lookAgain = news.dataset.lookAgain ?? PAUSE;
  if (isNew) showAll(page, news);
  else if (told && tells && told.dataset.stage !== tells.dataset.stage) tells.replaceWith(told);
}

function showAll(page, news) {
  const hadFocus = shown.contains(document.activeElement);
  document.title = page.title;
  shown.dataset.state = news.dataset.state;
  shown.toggleAttribute("data-is-under-way", news.hasAttribute("data-is-under-way"));
  shown.replaceChildren(...news.childNodes);
  if (hadFocus) focusOn(shown.querySelector("h1"));
  if (aside) aside.hidden = !shown.hasAttribute("data-is-under-way");
}

// What had the focus is gone: reading goes on where the news is.
function focusOn(heading) {
  heading.tabIndex = -1;
  heading.focus();
}

function say(text) {
  if (trouble && trouble.textContent !== text) trouble.textContent = text;
}

function plan() {
  clearTimeout(timer);
  if (!shown.hasAttribute("data-is-under-way")) return;
  const pause = Number(shown.dataset.lookAgain || PAUSE) * 2 ** Math.min(failures, 5);
  timer = setTimeout(look, 1000 * Math.min(Math.max(pause, 1), LONGEST));
}

function wake() {
  if (!document.hidden && shown.hasAttribute("data-is-under-way")) look();
}

document.addEventListener("visibilitychange", wake);
addEventListener("online", wake);
addEventListener("offline", () => say(trouble?.dataset.away ?? ""));
plan();
