// Tickets by kind (adult, child…): one more and one less, added up as they are chosen.

import { written } from "./money.js";

const form = document.querySelector("form.choose");
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
