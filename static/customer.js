// Errors are read out first. What was typed stays in this tab until it has bought: the time may run out, the
// buyer may look back, and nothing has to be typed again.

const KEPT = "customer";
const form = document.querySelector("form.customer");
const errors = document.querySelector(".error-summary");

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.type !== "hidden");
}

function keep() {
  const typed = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
  sessionStorage.setItem(KEPT, JSON.stringify(typed));
}

function fillIn() {
  const typed = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  for (const field of fieldsOf(form)) {
    const isPossible = !field.options || [...field.options].some((option) => option.value === typed[field.name]);
    if (typed[field.name] && isPossible) field.value = typed[field.name];
  }
}

if (!form) {
  sessionStorage.removeItem(KEPT);
} else {
  // After an error the server has just sent back what was typed.
  if (!errors) fillIn();
  form.addEventListener("input", keep);
  errors?.focus();
}
