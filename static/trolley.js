// How many orders are in the trolley, beside its name. Pages of the catalogue are the same for everyone; this number
// is in a cookie of this browser. No cookie, no number.

const link = document.querySelector("[data-trolley]");
const words = document.getElementById("trolley-count");

function show() {
  const [, count] = document.cookie.match(/(?:^|; )trolley=(\d{1,4})(?:;|$)/) ?? [];
  link.querySelector(".trolley-count")?.remove();
  if (!Number(count)) return;
  const part = words.content.cloneNode(true);
  part.querySelector("b").textContent = Number(count);
  link.append(part);
}

// When a hold ends, by the reader's own clock: the server can only name its own.
function inOnesOwnTime() {
  const language = `${document.documentElement.lang}-u-nu-latn`;
  for (const one of document.querySelectorAll("time.until"))
    one.textContent = new Date(one.dateTime).toLocaleTimeString(language, { timeStyle: "short", hourCycle: "h23" });
}

// What the checkout page left in this tab, to be let go when the buyer goes back.
async function lookBack(event) {
  const { hold } = JSON.parse(sessionStorage.getItem("hold") ?? "{}");
  const isElsewhere = hold && !location.pathname.includes(hold);
  if (!isElsewhere && !sessionStorage.getItem("hold-said")) return;
  const held = await import(words.dataset.held);
  held.lookBack(event);
}

// Pages of the catalogue grow out of each other (shop.css); what leads to tickets and money keeps still.
const MOVES = /^\/(?:[a-z]{2}\/)?(?:search\/.*|event\/.*)?$/;
addEventListener("pageswap", ({ viewTransition, activation }) => {
  const both = [location.pathname, new URL(activation?.entry.url ?? location.href).pathname];
  if (!both.every((path) => MOVES.test(path))) viewTransition?.skipTransition();
});

// The box office may take seconds to say what is free: the link that was pressed shows that it was heard.
addEventListener("click", ({ target, button, defaultPrevented, metaKey, ctrlKey, shiftKey }) => {
  const link = target.closest("a[href*='/performance/']");
  if (link && !button && !defaultPrevented && !(metaKey || ctrlKey || shiftKey)) link.dataset.asked = "";
});

function forget() {
  for (const link of document.querySelectorAll("[data-asked]")) delete link.dataset.asked;
}

show();
inOnesOwnTime();
// Gone back to, a page is shown as it was left.
addEventListener("pageshow", show);
addEventListener("pageshow", forget);
addEventListener("pageshow", lookBack);
