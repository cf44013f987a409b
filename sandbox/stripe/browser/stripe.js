// The practice Stripe's browser script: `Stripe(publishableKey)` and what a checkout page asks of it.
// Card data never leave the frames of this script's own origin; the page that loads it sees none.
(() => {
  "use strict";
  const ORIGIN = new URL(document.currentScript.src).origin;
  const { flattened } = window.__practiceStripe;
  const PAID = ["succeeded", "requires_capture", "processing"];

  class IntegrationError extends Error {
    constructor(words) {
      super(words);
      this.name = "IntegrationError";
    }
  }

  const asked = async (method, path, fields) => {
    const query = method === "GET" ? `?${fields}` : "";
    const body = method === "GET" ? undefined : fields;
    try {
      const answer = await fetch(`${ORIGIN}/v1/${path}${query}`, { method, body });
      return await answer.json();
    } catch {
      const message = "We are experiencing issues connecting to our payments provider. Please try again.";
      return { error: { type: "api_connection_error", message } };
    }
  };

  const idOf = (clientSecret) => {
    if (typeof clientSecret !== "string" || !/^pi_\w+_secret_\w+$/.test(clientSecret))
      throw new IntegrationError("The client secret must look like pi_…_secret_….");
    return clientSecret.split("_secret_")[0];
  };

  // A frame over the page with the bank's question. Resolves once it has been answered.
  const askedByBank = (address) => new Promise((resolve) => {
    const dialog = document.createElement("div");
    const frame = document.createElement("iframe");
    const before = document.activeElement;
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
    dialog.setAttribute("aria-label", "3-D Secure");
    Object.assign(dialog.style, { position: "fixed", inset: "0", zIndex: "2147483647", display: "grid",
      placeItems: "center", background: "rgb(0 0 0 / 60%)" });
    frame.title = "Your bank asks whether it is you";
    frame.name = "__privateStripeFrameChallenge";
    frame.src = `${address}?framed=1`;
    Object.assign(frame.style, { inlineSize: "min(100%, 30rem)", blockSize: "min(100%, 30rem)", border: "0",
      background: "#fff" });
    const answered = (event) => {
      if (event.source !== frame.contentWindow || event.data?.practiceStripe !== "authenticated") return;
      removeEventListener("message", answered);
      dialog.remove();
      before?.focus?.();
      resolve();
    };
    addEventListener("message", answered);
    dialog.append(frame);
    document.body.append(dialog);
    frame.focus();
  });

  class Payments {
    constructor(key) {
      this._key = key;
      this._apiKey = key;
    }

    elements(options = {}) {
      if (options.clientSecret) idOf(options.clientSecret);
      else if (options.mode === "payment" && !(Number.isInteger(options.amount) && options.currency))
        throw new IntegrationError("elements(): amount and currency are needed with mode: \"payment\".");
      return new window.__practiceStripeElements.Elements(this, ORIGIN, options);
    }

    async retrievePaymentIntent(clientSecret) {
      return this._told(await this._intent(clientSecret));
    }

    async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" } = {}) {
      if (redirect === "always" && !confirmParams.return_url)
        throw new IntegrationError("confirmPayment(): confirmParams.return_url is needed.");
      const secret = elements?._options.clientSecret || clientSecret;
      const id = idOf(secret);
      const { payment_method: method, payment_method_data: more, ...rest } = confirmParams;
      const params = { ...rest, client_secret: secret, use_stripe_sdk: true, expected_payment_method_type: "card" };
      let answer;
      if (elements) {
        const problem = await elements._readyFor(await this._intent(secret));
        if (problem) return { error: problem };
        answer = await elements._send(`payment_intents/${id}/confirm`, "payment_method_data", params, more);
      } else {
        answer = await this._asked("POST", `payment_intents/${id}/confirm`, { ...params, payment_method: method });
      }
      const outcome = await this._outcome(answer, secret);
      if (outcome.error || redirect === "if_required") return outcome;
      return this._leave(confirmParams.return_url, outcome.paymentIntent);
    }

    async confirmCardPayment(clientSecret, data = {}, { handleActions = true } = {}) {
      const path = `payment_intents/${idOf(clientSecret)}/confirm`;
      const { payment_method: method, ...rest } = data;
      const params = { ...rest, client_secret: clientSecret, use_stripe_sdk: true };
      let answer;
      if (method?.card?._send) {
        const { card, ...more } = method;
        answer = await card._send(path, "payment_method_data", params, more);
      } else if (method?.card?.token) {
        answer = await this._asked("POST", path, { ...params, payment_method_data: { type: "card", ...method } });
      } else {
        answer = await this._asked("POST", path, { ...params, payment_method: method });
      }
      return handleActions ? this._outcome(answer, clientSecret) : this._told(answer);
    }

    async handleNextAction({ clientSecret } = {}) {
      return this._outcome(await this._intent(clientSecret), clientSecret);
    }

    handleCardAction(clientSecret) {
      return this.handleNextAction({ clientSecret });
    }

    async createPaymentMethod({ elements, params = {}, type = "card", card, billing_details: billing } = {}) {
      const holder = elements || card;
      if (!holder?._send) throw new IntegrationError("createPaymentMethod(): elements or a card element is needed.");
      if (elements && !elements._submitted) throw new IntegrationError("Call elements.submit() first.");
      const answer = await holder._send("payment_methods", "method", {}, { type, billing_details: billing, ...params });
      return answer.error ? answer : { paymentMethod: answer };
    }

    async createToken(element, data = {}) {
      const answer = await element._send("tokens", "card-alone", { card: data });
      return answer.error ? answer : { token: answer };
    }

    async createSource(element, data = {}) {
      const answer = await element._send("sources", "card-alone", { type: "card", ...data });
      return answer.error ? answer : { source: answer };
    }

    paymentRequest() {
      return { canMakePayment: async () => null, on() {}, off() {}, show() {}, update() {} };
    }

    _asked(method, path, params) {
      return asked(method, path, flattened({ ...params, key: this._key }));
    }

    _intent(clientSecret) {
      return this._asked("GET", `payment_intents/${idOf(clientSecret)}`, { client_secret: clientSecret });
    }

    _told(answer) {
      return answer.error ? { error: answer.error } : { paymentIntent: answer };
    }

    // What came of a confirmation, with the bank asked where it wants to be.
    async _outcome(answer, clientSecret) {
      if (answer.error) return { error: answer.error };
      const next = answer.next_action;
      if (answer.status === "requires_action" && next.type === "redirect_to_url")
        return this._away(next.redirect_to_url.url);
      if (answer.status === "requires_action") {
        await askedByBank(next.use_stripe_sdk.stripe_js);
        return this._outcome(await this._intent(clientSecret), clientSecret);
      }
      if (PAID.includes(answer.status)) return { paymentIntent: answer };
      const error = answer.last_payment_error;
      return error ? { error: { ...error, payment_intent: answer } } : { paymentIntent: answer };
    }

    _leave(returnUrl, intent) {
      const address = new URL(returnUrl);
      address.searchParams.set("payment_intent", intent.id);
      address.searchParams.set("payment_intent_client_secret", intent.client_secret);
      address.searchParams.set("redirect_status", "succeeded");
      return this._away(address.href);
    }

    _away(address) {
      location.assign(address);
      return new Promise(() => {}); // the page is being left: nobody is told any more
    }
  }

  window.__practiceStripe.IntegrationError = IntegrationError;
  window.Stripe = (key) => {
    if (typeof key !== "string" || !key.startsWith("pk_"))
      throw new IntegrationError("Stripe() wants a publishable key: it begins with pk_.");
    return new Payments(key);
  };
  window.Stripe.version = 3;
})();
