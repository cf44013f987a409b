// Looks how the purchase goes, and shows the page anew as soon as its state is another one.

const PAUSE = 1500;
const state = (page) => page.getElementById("progress")?.dataset.state;

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.redirected || (answer.ok && state(page) !== state(document))) {
      location.replace(answer.url);
      return;
    }
  } catch {
    // The network is away for a moment; the purchase does not depend on it.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
