// The seat map: checkboxes that the server has written become a map that zooms, one stop for the keyboard, and a choice
// that is checked as it is made. Seats are seen and can be pressed before any of it is there: what makes more of a press
// comes behind the first frame, and finds what was pressed until then. A press, too, paints before it is reckoned with.

const whenIdle = window.requestIdleCallback ?? setTimeout;
const afterPaint = (deed) => requestAnimationFrame(() => setTimeout(deed));

class SeatMap extends HTMLElement {
  connectedCallback() {
    if (this.hall) return;
    this.hall = this.querySelector(".hall");
    this.told = JSON.parse(document.getElementById("seating").textContent);
    this.form = this.closest("form") ?? document.querySelector("form.choose");
    this.tip = this.querySelector(".seats-tip");
    afterPaint(() => this.wake());
  }

  async wake() {
    const [{ Choice }, { Keys }, { Live }, { Summary }, { View }] = await Promise.all([
      import("./seat-choice.js"),
      import("./seat-keys.js"),
      import("./seat-live.js"),
      import("./seat-summary.js"),
      import("./seat-view.js"),
      import("./finding.js"),
    ]);
    this.view = new View(this);
    this.keys = new Keys(this.hall);
    this.choice = new Choice(this.hall, this.told);
    this.summary = new Summary(this.told, this.form, this);
    this.live = new Live(this);
    this.listen();
    if (this.choice.picked.size) this.tell();
    this.dataset.ready = "";
    // What the first press needs is made while nobody waits for it.
    whenIdle(() => this.choice.prepare());
  }

  listen() {
    this.hall.addEventListener("change", ({ target }) => this.press(target));
    for (const name of ["pointerover", "focusin"]) this.hall.addEventListener(name, ({ target }) => this.show(target));
    this.form.addEventListener("change", ({ target }) => {
      if (target.name === "group" && target.checked) this.take(JSON.parse(target.value));
    });
    this.addEventListener("click", ({ target }) => this.deed(target.closest("[data-deed]")?.dataset.deed));
  }

  show(seat) {
    if (seat.ariaLabel) this.tip.textContent = seat.ariaLabel;
  }

  press(seat) {
    this.choice.press(seat);
    this.form.querySelectorAll("[name=group]:checked").forEach((one) => (one.checked = false));
    if (this.waits) return;
    this.waits = true;
    afterPaint(() => this.tell());
  }

  // These seats and no others, by their values.
  take(values, { reveal = true } = {}) {
    this.choice.take(values);
    this.tell();
    const first = this.choice.seats[0];
    if (first && reveal) this.view.reveal(first);
  }

  tell(news = "") {
    this.waits = false;
    this.summary.show(this.choice, news);
  }

  deed(name) {
    if (name === "best") this.best();
    if (name === "look-again") this.live.ask();
    this.view.deed(name);
  }

  best() {
    const count = Number(this.querySelector("#best-number").value);
    const found = this.choice.best(count, wishes(this.form, this.told.money?.decimals ?? 0));
    if (found) this.take(found);
    else this.summary.say(this.summary.counted("none_together", { n: count }));
  }
}

// What was asked of the list: the fields of the finder, or its address.
function wishes(form, decimals) {
  const asked = new URLSearchParams(location.search);
  for (const finder of document.querySelectorAll("form[method=get]")) {
    if (finder !== form && finder.elements.together) new FormData(finder).forEach((value, name) => asked.set(name, value));
  }
  const price = Number((asked.get("under") || "NaN").replace(",", "."));
  return { price: Number.isNaN(price) ? null : price * 10 ** decimals, area: asked.get("area") ?? "", clear: asked.has("clear"), aisle: asked.has("aisle") };
}

customElements.define("seat-map", SeatMap);
