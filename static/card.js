// Paying by card: this page's form and Stripe's own fields, as one. The server says what may be paid (authorise/),
// Stripe asks the bank, and the server hears how it went (confirmed/, not-confirmed/) and finds out by itself. Whatever
// happens, what was typed stays, and the buyer can go on.

import { entriesFor } from "./card-entry.js";

const SLOW = 8_000;
const PAUSES = [500, 2_000, 5_000];
const ISO = { UK: "GB" }; // f13's codes are those of ISO otherwise

const form = document.querySelector("form.customer");
const paying = document.getElementById("paying");
const place = document.getElementById("card");
const button = document.getElementById("pay");
const problem = document.getElementById("card-problem");
const news = document.getElementById("card-news");
const again = document.getElementById("card-again");
const words = paying?.dataset;
let entries = [];

function said(text) {
  problem.textContent = text;
}

function complain(text) {
  said(text);
  problem.focus();
}

// --- The fields

// The tag may have failed before this module ran: then nobody tells, and only time does.
function stripeIsThere() {
  const tag = document.getElementById("stripe-js");
  return new Promise((resolve, reject) => {
    const look = () => (window.Stripe ? resolve() : reject(new Error("Stripe.js is not there")));
    if (window.Stripe) return resolve();
    for (const event of ["load", "error"]) tag.addEventListener(event, look);
    setTimeout(look, SLOW);
  });
}

function placeFor(entry, isOneOfMany) {
  if (!isOneOfMany) return place.appendChild(document.createElement("div"));
  const group = document.getElementById("card-entry").content.cloneNode(true);
  group.querySelector("legend").textContent = entry.parts.map(({ label }) => label).join(" · ");
  place.append(group);
  return place.lastElementChild.lastElementChild;
}

async function open() {
  said("");
  again.hidden = true;
  news.textContent = words.loading;
  for (const { element } of entries) element?.destroy();
  place.replaceChildren();
  try {
    await stripeIsThere();
    entries = entriesFor(JSON.parse(document.getElementById("card-data").textContent));
    await Promise.all(entries.map((entry) => entry.mount(placeFor(entry, entries.length > 1))));
    news.textContent = entries.every(({ isConfirmed }) => isConfirmed) ? words.isConfirmed : "";
    button.hidden = isClosed();
  } catch {
    news.textContent = "";
    said(words.away);
    again.hidden = false;
    // It may only be late.
    if (!window.Stripe) document.getElementById("stripe-js").addEventListener("load", open, { once: true });
  }
}

function reopen() {
  if (!window.Stripe) {
    const old = document.getElementById("stripe-js");
    const tag = document.createElement("script");
    Object.assign(tag, { id: old.id, src: old.src, async: true });
    old.replaceWith(tag);
  }
  open();
}

// --- Who pays

function buyer() {
  const typed = Object.fromEntries(new FormData(form));
  const of = (name) => (typed.billing_differs ? typed[`billing_${name}`] : typed[name])?.trim() ?? "";
  const country = of("country_code").toUpperCase();
  return {
    name: [typed.first_name, typed.last_name].join(" ").trim(),
    email: typed.email?.trim() ?? "",
    phone: (typed.phone ?? typed.home_phone ?? typed.work_phone ?? "").trim(),
    address: {
      line1: of("address_line_one"),
      line2: of("address_line_two"),
      city: of("town"),
      state: of("county"),
      postal_code: of("postcode"),
      country: ISO[country] ?? country,
    },
  };
}

// --- Paying

// While Stripe and the bank are at it, nothing may take this page away: countdown.js looks for the mark.
function mark(isUnderWay) {
  document.body.toggleAttribute("data-confirming", isUnderWay);
  paying.setAttribute("aria-busy", String(isUnderWay));
  button.disabled = isUnderWay;
  button.textContent = isUnderWay ? words.paying : words.pay;
  // The button shows it; who does not see it hears it.
  news.classList.toggle("visually-hidden", isUnderWay);
  news.textContent = isUnderWay ? words.paying : "";
}

function send(address, fields) {
  fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const headers = { Accept: "application/json, text/html" };
  return fetch(address, { method: "POST", body: fields, headers, redirect: "manual", keepalive: true });
}

// For what the server has to hear: the network may be away for a moment.
async function tell(address, collected) {
  for (const pause of PAUSES) {
    const fields = new FormData();
    for (const [name, value] of Object.entries(collected)) fields.set(name, value);
    const answer = await send(address, fields).catch(() => null);
    if (answer && answer.status < 500) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return null;
}

async function firstIncomplete() {
  for (const entry of entries) if (!(await entry.check())) return entry;
  return null;
}

async function pay() {
  said("");
  mark(true);
  try {
    const incomplete = await firstIncomplete();
    if (incomplete) {
      mark(false);
      said(incomplete.problem || words.incomplete);
      return incomplete.focus();
    }
    await goOn(await send(words.authorise, new FormData(form)));
  } catch {
    mark(false);
    complain(words.unreachable);
  }
}

async function goOn(answer) {
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
    const told = await answer.json();
    if (told.said) {
      mark(false);
      return complain(told.said);
    }
    if (!told.go) return confirm(told);
    return location.assign(told.go);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  mark(false);
  if (!page.getElementById("paying")) return complain(words.unreachable);
  swap(page);
}

async function confirm({ parts, return_url: returnUrl }) {
  const who = buyer();
  const { client_secret: secret, is_confirmed: isConfirmed } = parts[0] ?? {};
  const collected = {};
  try {
    // Tokens first: an intent's bank may take the buyer away from here.
    for (const entry of [...entries].sort((one, other) => one.isLast - other.isLast))
      Object.assign(collected, await entry.collect({ buyer: who, returnUrl, secret, isConfirmed }));
  } catch (refusal) {
    return refused(refusal);
  }
  await tell(words.confirmed, collected);
  // Heard or not: from here on the progress page knows more than this one.
  location.assign(words.progress);
}

async function refused(refusal) {
  const answer = await tell(words.notConfirmed, { why: refusal.why ?? "" });
  const { go } = (await answer?.json().catch(() => null)) ?? { go: words.progress };
  if (go) return location.assign(go);
  if (entries.some(({ element }) => !element)) return location.reload(); // what was confirmed is so no more
  mark(false);
  complain(refusal.words || (refusal.why === "3ds" ? words.notYou : words.refused));
}

// The server's page instead of this one, but for the card: its fields stay, with what is typed into them.
function swap(page) {
  const fieldsOf = ({ children }) => [...children].slice(0, [...children].findIndex(({ id }) => id === "paying"));
  for (const part of fieldsOf(form)) part.remove();
  paying.before(...fieldsOf(page.querySelector("form.customer")));
  document.querySelector(".error-summary")?.remove();
  const errors = page.querySelector(".error-summary");
  if (errors) document.getElementById("hold").before(errors);
  document.title = page.title;
  form.dispatchEvent(new Event("swapped"));
  errors?.focus();
}

// --- Too late for a card

function isClosed() {
  const left = document.querySelector("hold-countdown")?.left ?? Infinity;
  return left < Number(words.closesAt);
}

function close() {
  if (!paying.isConnected || document.body.hasAttribute("data-confirming") || !isClosed()) return;
  clearInterval(watch);
  const closed = document.getElementById("card-closed").content.cloneNode(true);
  button.remove();
  paying.replaceWith(closed);
}

let watch = 0;

function start() {
  form.addEventListener("submit", (event) => {
    // Other buttons of this form hold the tickets anew, or take an email address that was offered.
    if (event.submitter?.hasAttribute("formaction") || event.submitter?.name) return;
    event.preventDefault();
    if (!again.hidden) complain(words.away);
    else if (paying.isConnected && !button.hidden && !button.disabled) pay();
  });
  again.addEventListener("click", reopen);
  // Come back to from the bank's page by going back: what became of the card, only the server knows.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  watch = setInterval(close, 1000);
  open();
}

if (paying) start();
