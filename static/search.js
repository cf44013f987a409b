// Search in place: the form's address is fetched, and the parts of the page marked data-swap are put in place of
// their old selves. Whatever goes wrong, the browser goes to that address in the ordinary way.

const form = document.getElementById("find");
const said = document.getElementById("said");
const TYPING = 350; // milliseconds of silence after which words are looked for
let waiting, asked;

// Written as the server writes it: one result, one address.
function address() {
  const order = form.dataset.order.split(" ");
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  given.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  const query = new URLSearchParams(given).toString().replaceAll("+", "%20").replaceAll("%2C", ",");
  return new URL(query ? `?${query}` : ".", new URL(form.action)).href;
}

// Where somebody is: by id, or by what a box to tick stands for.
function here() {
  const { id, name, value } = document.activeElement ?? {};
  if (id) return `#${CSS.escape(id)}`;
  return name ? `[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : "";
}

function swap(page) {
  const focused = here();
  const unfolded = [...document.querySelectorAll("#facets details[open]")].map(({ id }) => id);
  for (const part of document.querySelectorAll("[data-swap]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  // What had the focus may be gone, as a filter that nothing is left of: then reading goes on at the results.
  const next = (focused && document.querySelector(focused)) || document.getElementById("main");
  if (focused && here() !== focused) next.focus({ preventScroll: true });
  document.title = page.title;
  said.textContent = [...document.querySelectorAll("[data-say], #found-head .notice")].map((one) => one.textContent).join(" ");
}

// The form's own fields follow an address that was not made by them: a link, or a step back.
function fill(page) {
  for (const field of page.querySelectorAll("#find input:not([type=checkbox], [type=radio]), #site-search")) {
    const own = document.getElementById(field.id);
    if (own) own.value = field.value;
  }
  const venue = form.elements.namedItem("venue");
  if (venue && !page.querySelector("[name=venue]")) venue.remove();
}

async function find(url, { keep = "push", fills = false } = {}) {
  clearTimeout(waiting);
  asked?.abort();
  const mine = (asked = new AbortController());
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine.signal.aborted) return;
    if (!page.getElementById("results")) throw new Error("another page");
    if (keep === "push" && url !== location.href) history.pushState(null, "", url);
    if (keep === "replace") history.replaceState(null, "", url);
    if (fills) fill(page);
    swap(page);
  } catch {
    if (!mine.signal.aborted) location.assign(url);
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.form !== form || !["search", "text", "number"].includes(target.type)) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(address(), { keep: "replace" }), TYPING);
});

document.addEventListener("change", ({ target }) => {
  if (target.form === form && target.type !== "search") find(address());
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  find(address());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in-place]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const isAPage = link.closest(".pages");
  find(link.href, { fills: true }).then(() => {
    // What was pressed may be gone: reading goes on where the news is.
    if (isAPage) window.scrollTo({ top: 0 });
    if (isAPage || !document.contains(link)) document.getElementById("main").focus({ preventScroll: true });
  });
});

window.addEventListener("popstate", () => find(location.href, { keep: "", fills: true }));

// Near me: asked for, never assumed.
const nearMe = document.getElementById("near-me");
const near = document.getElementById("near");
const help = document.getElementById("near-help");

function located({ coords }) {
  help.textContent = help.dataset.usual;
  // About a kilometre: nobody's door is in the address.
  near.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
  find(address());
}

if ("geolocation" in navigator) {
  nearMe.hidden = false;
  help.dataset.usual = help.textContent;
  nearMe.addEventListener("click", () => {
    help.textContent = nearMe.dataset.waiting;
    const refused = () => (help.textContent = nearMe.dataset.refused);
    navigator.geolocation.getCurrentPosition(located, refused, { timeout: 10_000, maximumAge: 600_000 });
  });
}
