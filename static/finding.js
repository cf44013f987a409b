// Finding seats together beside the seat map, with scripts: in place, as the finder's fields change. What is exact stands
// on the next page; whatever goes wrong, the browser goes there in the ordinary way.

const finder = document.getElementById("finder");
const found = document.getElementById("found");
const TYPING = 400; // milliseconds of silence after which a price is believed
let waiting, asked;

function address() {
  const said = [...new FormData(finder)].filter(([, value]) => value !== "");
  return new URL(`?${new URLSearchParams(said)}`, location.href);
}

async function find(url, { keep = true, moves = false } = {}) {
  clearTimeout(waiting);
  asked?.abort();
  const mine = (asked = new AbortController());
  found.setAttribute("aria-busy", "true");
  const part = new URL(url);
  part.searchParams.set("part", "list");
  try {
    const answer = await fetch(part, { signal: mine.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const { list } = await answer.json();
    if (mine.signal.aborted) return;
    show(list);
    if (keep) history.replaceState(history.state, "", url);
    if (moves) document.getElementById("found-title").focus();
  } catch {
    if (!mine.signal.aborted) location.assign(url);
  }
}

function show(list) {
  const fresh = document.createElement("template");
  fresh.innerHTML = list;
  found.replaceChildren(fresh.content);
  found.removeAttribute("aria-busy");
  // A finder that a link has changed says what is shown now.
  document.getElementById("found-said").textContent = document.getElementById("found-title").textContent;
}

function fill(url) {
  const { searchParams } = new URL(url);
  for (const field of finder.querySelectorAll("select, input:not([type=hidden])")) {
    if (field.type === "checkbox") field.checked = searchParams.get(field.name) === field.value;
    else if (searchParams.has(field.name) || field.type === "text") field.value = searchParams.get(field.name) ?? "";
  }
}

function isChanged(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const usual = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
  return !usual.selected;
}

finder.addEventListener("submit", (event) => {
  event.preventDefault();
  find(address(), { moves: true });
});
finder.addEventListener("change", ({ target }) => target.type !== "text" && find(address()));
finder.addEventListener("input", ({ target }) => {
  if (target.type !== "text") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(address()), TYPING);
});
found.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in-place]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  fill(link.href);
  find(link.href, { moves: true });
});
// While this script was on its way.
if ([...finder.querySelectorAll("select, input:not([type=hidden])")].some(isChanged)) find(address());
