// The card fields inside their frame. What is typed goes from here to the API, and nowhere else.
(() => {
  "use strict";
  const { flattened } = window.__practiceStripe;
  const query = new URLSearchParams(location.search);
  const type = query.get("type");
  const form = document.forms[0];
  const fields = { number: form.number, expiry: form.expiry, cvc: form.cvc };
  const digits = (text) => text.replace(/\D/g, "");
  document.body.className = type;

  const brandOf = (number) => {
    if (/^4/.test(number)) return "visa";
    if (/^3[47]/.test(number)) return "amex";
    return /^5[1-5]/.test(number) ? "mastercard" : "unknown";
  };
  const lengthOf = (number) => (brandOf(number) === "amex" ? 15 : 16);
  const fits = (number) => {
    let sum = 0;
    [...number].reverse().forEach((digit, at) => {
      const twice = digit * 2;
      sum += at % 2 ? twice - (twice > 9 ? 9 : 0) : +digit;
    });
    return sum % 10 === 0;
  };
  const expiry = () => {
    const text = digits(fields.expiry.value);
    return { month: +text.slice(0, 2), year: +text.slice(2, 4), whole: text.length === 4 };
  };

  // What is wrong with a field: [code, words], or nothing. `incomplete_…` may still become right.
  const problems = {
    number() {
      const number = digits(fields.number.value);
      if (number.length < lengthOf(number)) return ["incomplete_number", "Your card number is incomplete."];
      return fits(number) ? null : ["invalid_number", "Your card number is invalid."];
    },
    expiry() {
      const { month, year, whole } = expiry();
      if (!whole) return ["incomplete_expiry", "Your card's expiration date is incomplete."];
      if (month < 1 || month > 12) return ["invalid_expiry_month", "Your card's expiration month is invalid."];
      const now = new Date();
      const past = year + 2000 < now.getFullYear() || (year + 2000 === now.getFullYear() && month < now.getMonth() + 1);
      return past ? ["invalid_expiry_year_past", "Your card's expiration year is in the past."] : null;
    },
    cvc() {
      const wanted = brandOf(digits(fields.number.value)) === "amex" ? 4 : 3;
      const whole = digits(fields.cvc.value).length >= wanted;
      return whole ? null : ["incomplete_cvc", "Your card's security code is incomplete."];
    },
  };

  const tell = (message) => parent.postMessage(message, query.get("parent"));
  const emit = (name, event = {}) => tell({ practiceStripe: "event", name, event });
  const measure = () => tell({ practiceStripe: "height", height: document.documentElement.scrollHeight });

  const show = (name) => {
    const found = problems[name]();
    fields[name].setAttribute("aria-invalid", String(Boolean(found)));
    document.getElementById(`${name}-problem`).textContent = found ? found[1] : "";
    return found;
  };

  const changed = () => {
    const empty = Object.values(fields).every((field) => !field.value);
    const found = Object.keys(fields).map((name) => problems[name]()).filter(Boolean);
    const wrong = found.find(([code]) => code.startsWith("invalid"));
    const error = wrong && { type: "validation_error", code: wrong[0], message: wrong[1] };
    const complete = !found.length;
    const event = type === "card"
      ? { empty, complete, error, brand: brandOf(digits(fields.number.value)), value: { postalCode: "" } }
      : { empty, complete, collapsed: false, value: { type: "card" } };
    emit("change", event);
  };

  const card = () => {
    const { month, year } = expiry();
    return { number: digits(fields.number.value), exp_month: month, exp_year: year, cvc: fields.cvc.value };
  };

  // Where the card stands among the parameters of a call.
  const placed = ({ place, params, more }) => {
    const address = type === "payment" ? { address: { country: form.country.value } } : {};
    const method = { type: "card", ...more, card: card(), billing_details: { ...address, ...more.billing_details } };
    if (place === "method") return { ...params, ...method };
    if (place === "payment_method_data") return { ...params, [place]: method };
    return { ...params, card: { ...params.card, ...card() } };
  };

  const check = () => {
    const found = Object.keys(fields).map((name) => [name, show(name)]).filter(([, problem]) => problem);
    measure();
    if (!found.length) return {};
    const [name, [code, message]] = found[0];
    fields[name].focus();
    return { error: { type: "validation_error", code, message } };
  };

  const deeds = {
    check,
    focus: () => fields.number.focus(),
    blur: () => document.activeElement?.blur(),
    clear: () => {
      form.reset();
      changed();
    },
    async send(data) {
      const { error } = check();
      if (error) return { error };
      const body = flattened({ ...placed(data), key: data.key });
      try {
        return await (await fetch(`/v1/${data.path}`, { method: "POST", body })).json();
      } catch {
        const message = "We are experiencing issues connecting to our payments provider. Please try again.";
        return { error: { type: "api_connection_error", message } };
      }
    },
  };

  addEventListener("message", async ({ source, origin, data }) => {
    if (source !== parent || origin !== query.get("parent") || data.practiceStripe !== "call") return;
    const result = (await deeds[data.deed]?.(data.data)) || {};
    tell({ practiceStripe: "answer", call: data.call, result });
  });

  fields.number.addEventListener("input", () => {
    fields.number.value = digits(fields.number.value).replace(/(.{4})(?=.)/g, "$1 ");
  });
  fields.expiry.addEventListener("input", (event) => {
    let text = digits(fields.expiry.value);
    if (/^[2-9]/.test(text)) text = `0${text}`;
    const goesOn = text.length > 2 || (text.length === 2 && !event.inputType?.startsWith("delete"));
    fields.expiry.value = goesOn ? `${text.slice(0, 2)} / ${text.slice(2, 4)}` : text;
  });
  for (const [name, field] of Object.entries(fields)) {
    field.addEventListener("input", changed);
    field.addEventListener("blur", () => {
      if (field.value) show(name);
      measure();
    });
  }
  form.addEventListener("focusin", () => emit("focus"));
  form.addEventListener("focusout", () => emit("blur"));
  form.addEventListener("submit", (event) => event.preventDefault());
  new ResizeObserver(measure).observe(form);
  emit("ready");
  measure();
})();
