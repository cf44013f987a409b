// A card that is still missing in the middle of a purchase: entered into Stripe's own fields, and what it stands for
// is posted with the form. Its page comes after Stripe's script, so that is here by now, or does not come.

import { entriesFor } from "./card-entry.js";

const form = document.getElementById("missing-card");
const paying = document.getElementById("paying");
const problem = document.getElementById("card-problem");
const news = document.getElementById("card-news");
const button = document.getElementById("pay");
const words = paying.dataset;
let entry;

async function open() {
  news.textContent = words.loading;
  try {
    [entry] = entriesFor(JSON.parse(document.getElementById("card-data").textContent));
    await entry.mount(document.getElementById("card"));
    button.hidden = false;
  } catch {
    problem.textContent = words.away;
    document.getElementById("card-again").hidden = false;
  }
  news.textContent = "";
}

function mark(isUnderWay) {
  paying.setAttribute("aria-busy", String(isUnderWay));
  button.disabled = isUnderWay;
  news.textContent = isUnderWay ? words.paying : "";
}

function complain(text) {
  mark(false);
  problem.textContent = text;
  problem.focus();
}

async function pay() {
  problem.textContent = "";
  mark(true);
  if (!(await entry.check())) {
    complain(entry.problem || words.incomplete);
    return entry.focus();
  }
  const collected = await entry.collect({ buyer: { address: {} } });
  for (const [name, value] of Object.entries(collected)) form.elements[name].value = value;
  form.submit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!button.hidden && !button.disabled) pay().catch((refusal) => complain(refusal.words || words.refused));
});
// Come back to by going back: what became of it, only the server knows.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
open();
