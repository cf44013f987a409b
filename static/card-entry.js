// One card to be entered, in a frame of Stripe's own: this page never sees its number. An entry is mounted, checked,
// and then asked for what it stands for: a confirmed payment intent, or a token or source for each of its parts.

import { inTheDark, look, textLook } from "./card-look.js";

const HELD = ["requires_capture", "succeeded", "processing"];
const OF_THE_CARD = ["card_error", "validation_error"];
const PATIENCE = 20_000;
const locale = document.documentElement.lang || "auto";
const known = new Map();

// What Stripe or the bank said no to. `words` are Stripe's own, for the buyer, in the page's language; or none.
export class Refusal extends Error {
  constructor({ type, code, message } = {}) {
    super(code ?? type);
    this.words = OF_THE_CARD.includes(type) ? message : "";
    this.why = code === "payment_intent_authentication_failure" ? "3ds" : "declined";
  }
}

function stripeOf({ publishable_key: key, account }) {
  const name = `${key} ${account ?? ""}`;
  if (!known.has(name)) known.set(name, window.Stripe(key, { locale, ...(account && { stripeAccount: account }) }));
  return known.get(name);
}

// Resolves when the buyer can type, rejects when the fields do not come.
function mounted(element, place) {
  return new Promise((resolve, reject) => {
    element.on("ready", resolve);
    element.on("loaderror", ({ error }) => reject(error));
    setTimeout(() => reject(new Error("the fields did not come")), PATIENCE);
    element.mount(place);
  });
}

class IntentEntry {
  isLast = true;

  constructor(parts) {
    const [part] = parts;
    this.parts = parts;
    this.part = part;
    this.stripe = stripeOf(part);
    this.isConfirmed = Boolean(part.is_confirmed);
  }

  async mount(place) {
    const { client_secret: clientSecret, amount, currency, payment_method_types: types } = this.part;
    // The bank may have said yes before this page was loaded anew.
    this.isConfirmed ||= clientSecret ? await this.isHeld(clientSecret) : false;
    if (this.isConfirmed) return;
    const deferred = { mode: "payment", amount, currency: currency?.toLowerCase(), captureMethod: "manual" };
    if (types) deferred.paymentMethodTypes = types;
    this.elements = this.stripe.elements({ ...(clientSecret ? { clientSecret } : deferred), locale, appearance: look() });
    inTheDark.addEventListener("change", () => this.elements.update({ appearance: look() }));
    // Everything but the card is asked by the shop's own form.
    const never = { name: "never", email: "never", phone: "never", address: "never" };
    this.element = this.elements.create("payment", { fields: { billingDetails: never } });
    await mounted(this.element, place);
  }

  // What is still wrong is said by Stripe, in its own fields.
  async check() {
    return this.isConfirmed || !(await this.elements.submit()).error;
  }

  async collect({ buyer, returnUrl, secret, isConfirmed }) {
    const clientSecret = this.part.client_secret ?? secret;
    // What was confirmed when the page came may have been given up meanwhile.
    if (!(isConfirmed ?? this.isConfirmed)) await this.confirm({ buyer, returnUrl, clientSecret });
    return { payment_intent: clientSecret.split("_secret_")[0] };
  }

  async confirm({ buyer, returnUrl, clientSecret }) {
    if (!this.elements) throw new Refusal();
    const { error, paymentIntent } = await this.stripe.confirmPayment({
      elements: this.elements,
      ...(this.part.client_secret ? {} : { clientSecret }),
      confirmParams: { return_url: returnUrl, payment_method_data: { billing_details: buyer } },
      redirect: "if_required",
    });
    const { status } = paymentIntent ?? error?.payment_intent ?? {};
    if (HELD.includes(status)) return;
    // Without an answer it may be confirmed all the same.
    if (error && !OF_THE_CARD.includes(error.type) && (await this.isHeld(clientSecret))) return;
    throw new Refusal(error);
  }

  async isHeld(clientSecret) {
    const { paymentIntent } = await this.stripe.retrievePaymentIntent(clientSecret);
    return HELD.includes(paymentIntent?.status);
  }

  // Stripe goes to the field that is wrong by itself.
  focus() {}
}

// One entry serves all parts of one account of Stripe's: each gets a token of its own.
class CardEntry {
  isLast = false;

  constructor(parts) {
    this.parts = parts;
    this.stripe = stripeOf(parts[0]);
    this.isComplete = false;
  }

  async mount(place) {
    this.element = this.stripe.elements({ locale }).create("card", { hidePostalCode: true, style: textLook() });
    inTheDark.addEventListener("change", () => this.element.update({ style: textLook() }));
    this.element.on("change", ({ complete, error }) => {
      this.isComplete = complete;
      this.problem = error?.message ?? "";
    });
    await mounted(this.element, place);
  }

  async check() {
    return this.isComplete;
  }

  async collect({ buyer }) {
    const found = {};
    for (const part of this.parts) found[part.name] = await this[part.kind](part, buyer);
    return found;
  }

  async token(part, { name, address }) {
    const { token, error } = await this.stripe.createToken(this.element, {
      name,
      address_line1: address.line1,
      address_line2: address.line2,
      address_city: address.city,
      address_state: address.state,
      address_zip: address.postal_code,
      address_country: address.country,
      currency: part.currency.toLowerCase(),
    });
    if (error) throw new Refusal(error);
    return token.id;
  }

  async source({ amount, currency }, buyer) {
    const terms = { type: "card", amount, currency: currency.toLowerCase(), owner: buyer };
    const { source, error } = await this.stripe.createSource(this.element, terms);
    if (error) throw new Refusal(error);
    return source.id;
  }

  focus() {
    this.element.focus();
  }
}

// Each intent by itself; all else by the account that it is for.
export function entriesFor(parts) {
  const groups = new Map();
  for (const part of parts) {
    const key = part.kind === "intent" ? part : part.publishable_key;
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].map((group) =>
    group[0].kind === "intent" ? new IntentEntry(group) : new CardEntry(group),
  );
}
