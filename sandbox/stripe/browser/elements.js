// Elements: each is a frame of this script's own origin, which keeps what is typed and tells only how it goes.
(() => {
  "use strict";
  const { IntegrationError } = window.__practiceStripe;
  const FRAMED = ["payment", "card"];
  const NEVER_SHOWN = ["expressCheckout", "linkAuthentication", "paymentRequestButton"];
  let frames = 0;

  class Element {
    constructor(elements, type, options) {
      Object.assign(this, { _elements: elements, _type: type, _options: options });
      this._listeners = new Map();
      this._answers = new Map();
      this._calls = 0;
      this._heard = (event) => this._hear(event);
    }

    mount(place) {
      const parent = typeof place === "string" ? document.querySelector(place) : place;
      if (!parent) throw new IntegrationError(`mount(): there is no ${place} on this page.`);
      this._parent = parent;
      if (!FRAMED.includes(this._type)) {
        setTimeout(() => this._emit("ready", { elementType: this._type }));
        return this;
      }
      const frame = document.createElement("iframe");
      const query = new URLSearchParams({ type: this._type, parent: location.origin });
      frame.name = `__privateStripeFrame${(frames += 1)}`;
      frame.title = this._type === "card" ? "Secure card payment input frame" : "Secure payment input frame";
      frame.allow = "payment *";
      frame.src = `${this._elements._origin}/v3/field.html?${query}`;
      Object.assign(frame.style, { border: "0", inlineSize: "100%", blockSize: "4rem", display: "block" });
      this._ready = new Promise((resolve) => this.once("ready", resolve));
      addEventListener("message", this._heard);
      this._frame = frame;
      parent.replaceChildren(frame);
      parent.classList.add("StripeElement");
      this._elements._lookAtIntent(this);
      return this;
    }

    unmount() {
      removeEventListener("message", this._heard);
      this._frame?.remove();
      this._frame = null;
      this._parent?.classList.remove("StripeElement", "StripeElement--focus", "StripeElement--complete");
    }

    destroy() {
      this.unmount();
      this._elements._forget(this);
    }

    on(name, listener) {
      this._listeners.set(name, [...(this._listeners.get(name) || []), listener]);
      return this;
    }

    once(name, listener) {
      const alone = (event) => {
        this.off(name, alone);
        listener(event);
      };
      return this.on(name, alone);
    }

    off(name, listener) {
      const kept = listener ? (this._listeners.get(name) || []).filter((one) => one !== listener) : [];
      this._listeners.set(name, kept);
      return this;
    }

    update(options) {
      Object.assign(this._options, options);
      return this;
    }

    focus() { this._call("focus"); }
    blur() { this._call("blur"); }
    clear() { this._call("clear"); }
    collapse() {}

    async _send(path, place, params, more = {}) {
      const key = this._elements._stripe._key;
      return this._call("send", { path, place, params, more, key });
    }

    async _call(deed, data = {}) {
      if (!this._frame) throw new IntegrationError(`The ${this._type} element is not mounted.`);
      await this._ready;
      const call = (this._calls += 1);
      return new Promise((resolve) => {
        this._answers.set(call, resolve);
        this._frame.contentWindow.postMessage({ practiceStripe: "call", call, deed, data }, this._elements._origin);
      });
    }

    _hear({ source, origin, data }) {
      if (source !== this._frame?.contentWindow || origin !== this._elements._origin) return;
      if (data.practiceStripe === "answer") {
        this._answers.get(data.call)?.(data.result);
        this._answers.delete(data.call);
      } else if (data.practiceStripe === "height") {
        this._frame.style.blockSize = `${data.height}px`;
      } else if (data.practiceStripe === "event") {
        this._emit(data.name, { elementType: this._type, ...data.event });
      }
    }

    _emit(name, event) {
      const marked = { focus: ["focus", true], blur: ["focus", false], change: ["complete", event.complete] }[name];
      if (marked) this._parent.classList.toggle(`StripeElement--${marked[0]}`, marked[1]);
      const told = name === "ready" ? this : event;
      for (const listener of this._listeners.get(name) || []) listener(told);
    }
  }

  class Elements {
    constructor(stripe, origin, options) {
      Object.assign(this, { _stripe: stripe, _origin: origin, _options: { ...options }, _made: [] });
      this._submitted = false;
    }

    create(type, options = {}) {
      if (![...FRAMED, ...NEVER_SHOWN].includes(type))
        throw new IntegrationError(`elements.create(): there is no ${type} element here.`);
      if (type === "payment" && !this._options.clientSecret && !this._options.mode)
        throw new IntegrationError("elements(): a payment element needs clientSecret, or mode, amount and currency.");
      if (this.getElement(type)) throw new IntegrationError(`There is a ${type} element already.`);
      const element = new Element(this, type, { ...options });
      this._made.push(element);
      return element;
    }

    getElement(type) {
      return this._made.find((element) => element._type === type) || null;
    }

    update(options) {
      Object.assign(this._options, options);
    }

    async fetchUpdates() {
      return {};
    }

    async submit() {
      const error = (await this._field()._call("check")).error;
      this._submitted = !error;
      return error ? { error } : { selectedPaymentMethod: "card" };
    }

    _send(...asked) {
      return this._field()._send(...asked);
    }

    _field() {
      const field = this.getElement("payment") || this.getElement("card");
      if (!field) throw new IntegrationError("There is no payment element to take the card from.");
      return field;
    }

    _forget(element) {
      this._made = this._made.filter((one) => one !== element);
    }

    // Why this intent cannot be confirmed with these elements; nothing when it can.
    async _readyFor(intent) {
      if (intent.error) return intent.error;
      if (this._options.clientSecret) return (await this.submit()).error;
      if (!this._submitted) throw new IntegrationError("Call elements.submit() before confirmPayment().");
      const { amount, currency, captureMethod } = this._options;
      const [param] = [
        ["amount", amount === intent.amount],
        ["currency", currency.toLowerCase() === intent.currency],
        ["captureMethod", (captureMethod === "manual") === (intent.capture_method === "manual")],
      ].find(([, agrees]) => !agrees) || [];
      const message = `The ${param} given to elements() is not that of the PaymentIntent.`;
      return param && { type: "invalid_request_error", code: "payment_intent_mismatch", param, message };
    }

    async _lookAtIntent(element) {
      if (!this._options.clientSecret) return;
      const { error } = await this._stripe.retrievePaymentIntent(this._options.clientSecret);
      if (error) element._emit("loaderror", { elementType: element._type, error });
    }
  }

  window.__practiceStripeElements = { Elements };
})();
