// Looks how it goes, and shows it as soon as its state is another one: in its place, so that screen readers say it.

const PAUSE = 1500;
const shown = document.getElementById("progress");

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.getElementById("progress");
    if (answer.redirected || (answer.ok && !news)) {
      location.replace(answer.url);
      return;
    }
    if (news && news.dataset.state !== shown.dataset.state) show(page, news);
  } catch {
    // The network is away for a moment; what is asked for does not depend on it.
  }
  if (shown.hasAttribute("data-is-under-way")) setTimeout(look, PAUSE);
}

function show(page, news) {
  document.title = page.title;
  shown.dataset.state = news.dataset.state;
  shown.toggleAttribute("data-is-under-way", news.hasAttribute("data-is-under-way"));
  shown.replaceChildren(...news.childNodes);
}

setTimeout(look, PAUSE);
