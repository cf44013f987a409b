// Errors are read out first. What was typed stays in this tab until it has bought: the time may run out, the
// buyer may look back, and nothing has to be typed again.

const KEPT = "customer";
const form = document.querySelector("form.customer");
const errors = document.querySelector(".error-summary");

function typedInto(form) {
  return [...form.elements].filter(({ name, type, readOnly }) => name && !/hidden|submit/.test(type) && !readOnly);
}

// A browser may refuse to keep anything: the server still has what was last sent.
function stored(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

// A tick holds for whom its words name, which its value tells: the next hold may be another supplier's.
function valueOf(field) {
  if (field.type !== "checkbox") return field.value;
  return field.checked ? field.value : "";
}

function keep() {
  const typed = Object.fromEntries(typedInto(form).map((field) => [field.name, valueOf(field)]));
  stored((kept) => kept.setItem(KEPT, JSON.stringify({ typed, page: location.pathname })));
}

// While this script was on its way.
function isTypedAlready(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function fillIn({ typed, page }) {
  const isHere = page === location.pathname;
  for (const field of typedInto(form)) {
    const value = typed[field.name];
    if (typeof value !== "string" || !(isHere || value) || isTypedAlready(field)) continue;
    if (field.type === "checkbox") field.checked = isHere ? value === field.value : field.checked || value === field.value;
    // Where the tickets go was asked anew before this hold.
    else if (field.dataset.asked && !isHere) continue;
    else if (!field.options || [...field.options].some((option) => option.value === value)) field.value = value;
  }
}

function unfold() {
  for (const fold of form.querySelectorAll(".fold")) {
    if ([...fold.querySelectorAll("input")].some(({ value }) => value)) fold.open = true;
  }
}

// Only once somebody is at it: until then the page has less to load.
async function offer() {
  const { offerEmails } = await import("./email.js");
  offerEmails(form, keep);
}

if (!form) {
  stored((kept) => kept.removeItem(KEPT));
} else {
  const kept = stored((kept) => JSON.parse(kept.getItem(KEPT)));
  // After an error the server has just sent back what was typed.
  if (!errors && kept?.typed) fillIn(kept);
  unfold();
  form.addEventListener("input", keep);
  form.addEventListener("change", unfold);
  // The server's fields have taken the place of these (card.js), with what was typed in them.
  form.addEventListener("swapped", () => {
    unfold();
    offer();
  });
  if (form.elements.email?.value) offer();
  else form.addEventListener("focusin", offer, { once: true });
  errors?.focus();
}
