// The performance's page with scripts: seats are looked for in place, and numbers of tickets are added up as they
// are chosen. What is exact stands on the next page; whatever goes wrong, the browser goes there in the ordinary way.

import { written } from "./money.js";

const finder = document.getElementById("finder");
const found = document.getElementById("found");
const form = document.querySelector("form.choose");
const TYPING = 400; // milliseconds of silence after which a price is believed
let waiting, asked;

// Looking for seats

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

if (finder && form?.classList.contains("has-seats")) {
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
}

// Adding up

const pattern = JSON.parse(document.getElementById("money")?.textContent ?? "null");

function sending() {
  const costs = [...form.querySelectorAll("[name=send]")].map((way) => [way.checked, Number(way.dataset.amount ?? 0)]);
  const chosen = costs.find(([checked]) => checked);
  return chosen ? chosen[1] : Math.min(...costs.map(([, cost]) => cost));
}

function total(band) {
  const kinds = [...band.querySelectorAll("[name^='number:']")];
  if (kinds.some((kind) => kind.dataset.amount === undefined)) return "";
  const tickets = kinds.map((kind) => Number(kind.value) * Number(kind.dataset.amount));
  if (!kinds.some((kind) => Number(kind.value))) return "";
  return written(tickets.reduce((sum, one) => sum + one, sending()), pattern);
}

function addUp() {
  for (const band of form.querySelectorAll(".bands > li")) {
    const place = band.querySelector(".kinds-total");
    const amount = total(band);
    place.hidden = !amount;
    const said = amount && place.dataset.words.replace("{total}", amount);
    if (place.textContent !== said) place.textContent = said;
  }
}

// One more or one less, where there is a list of numbers to pick from.
function step(kind, by) {
  kind.selectedIndex = Math.max(0, Math.min(kind.options.length - 1, kind.selectedIndex + by));
  kind.dispatchEvent(new Event("change", { bubbles: true }));
}

function addSteps() {
  const steps = document.getElementById("steps");
  for (const kind of form.querySelectorAll(".kinds select")) {
    const parts = steps.content.cloneNode(true);
    const name = form.querySelector(`label[for="${kind.id}"] bdi`).textContent;
    for (const button of parts.querySelectorAll("button")) {
      button.ariaLabel = button.dataset.words.replace("{kind}", name);
      button.addEventListener("click", () => step(kind, Number(button.value)));
    }
    const box = parts.firstElementChild;
    kind.replaceWith(box);
    box.children[0].after(kind);
  }
}

if (form && pattern) {
  addSteps();
  addUp();
  form.addEventListener("change", addUp);
  form.addEventListener("input", addUp);
  // Who comes back by the browser's own way finds the numbers as they were.
  window.addEventListener("pageshow", addUp);
}
