// What is chosen, beside the map: each seat with its price, its notes and who is to sit there; what is wrong with it and
// how that is mended; what it costs. Whatever changes is also said, in one sentence, to those who listen.

import { written } from "./money.js";
import { bandOf } from "./seat-choice.js";

export class Summary {
  constructor(told, form, map) {
    this.told = told;
    this.map = map;
    this.form = form;
    const parts = document.getElementById("chosen-parts").content.cloneNode(true);
    const own = document.getElementById("chosen");
    // What the server wrote for browsers without scripts is said better here; kinds that were chosen stay.
    this.kinds = new Map([...(own?.querySelectorAll("select") ?? [])].map(({ name, value }) => [name, value]));
    this.box = parts.firstElementChild;
    this.box.id = "chosen";
    if (own) own.replaceWith(this.box);
    else this.map.after(this.box);
    this.part = (name) => this.box.querySelector(`[data-part="${name}"]`);
    this.rows = new Map();
    this.box.addEventListener("click", ({ target }) => this.click(target));
    form.addEventListener("change", ({ target }) => this.change(target));
    this.part("said").textContent = this.words("none");
    this.part("fold").open = matchMedia("(min-width: 48rem)").matches;
  }

  // Whatever the last press led to, in the page and in words.
  show(choice, news = "") {
    this.choice = choice;
    const { refused, whole } = choice.settle();
    this.list(choice.seats);
    const problem = refused ? this.mixed(refused) : this.wrong(choice.problem() ?? this.kindProblem());
    this.complain(problem);
    const total = this.total();
    const said = [news, whole && this.words("whole", { n: whole.length }), problem?.sentence, !refused && total];
    this.say(said.filter(Boolean).join(" "));
  }

  list(seats) {
    const kept = new Map();
    for (const seat of seats) kept.set(seat.value, this.rows.get(seat.value) ?? this.row(seat));
    for (const [value, row] of this.rows) if (!kept.has(value)) row.remove();
    this.part("seats").append(...[...kept.values()].filter((row) => !row.isConnected));
    this.rows = kept;
    this.box.classList.toggle("is-empty", !seats.length);
    this.kindsAllowed();
  }

  row(seat) {
    const row = document.getElementById("chosen-seat").content.firstElementChild.cloneNode(true);
    const band = this.told.bands[bandOf(seat.value)];
    const [where, notes] = this.facts(seat, band);
    row.dataset.seat = seat.value;
    row.querySelector("[data-part=where]").textContent = where;
    row.querySelector("[data-part=notes]").textContent = notes;
    row.querySelector("[data-part=name]").textContent = where;
    this.fillKinds(row.querySelector("select"), seat, band, where);
    this.price(row);
    return row;
  }

  // The words of a seat are its place, its price and its notes.
  facts({ ariaLabel }, { price }) {
    const [where, ...more] = price ? ariaLabel.split(this.told.words.and + price) : [ariaLabel];
    return [where, more.join("").slice(this.told.words.and.length)];
  }

  fillKinds(select, { value }, { kinds, kind }, where) {
    if (kinds.length < 2) return select.remove();
    select.name = `kind:${value}`;
    select.ariaLabel = this.words("kind", { seat: where });
    select.append(...kinds.map(({ code, name, price }) => new Option(`${name}${price ? `${this.told.words.and}${price}` : ""}`, code, code === kind, code === kind)));
    const before = this.kinds.get(select.name);
    if (before && kinds.some(({ code }) => code === before)) select.value = before;
  }

  // What its band allows for this number: the rest stands there, and cannot be taken.
  kindsAllowed() {
    for (const select of this.box.querySelectorAll("select")) {
      const band = bandOf(select.name.slice("kind:".length)), beside = this.selectsOf(band);
      for (const option of select.options) option.disabled = !option.selected && !this.allows(band, option.value, beside, select);
    }
  }

  allows(band, code, selects, mine) {
    const kind = this.told.bands[band].kinds.find((one) => one.code === code);
    const others = selects.filter((one) => one !== mine && one.value === code).length;
    return others < (kind.most ?? Infinity) && selects.length <= (kind.most_in_order ?? Infinity) && !kind.not?.includes(selects.indexOf(mine));
  }

  priceOf(row) {
    const band = this.told.bands[bandOf(row.dataset.seat)];
    const code = row.querySelector("select")?.value;
    return band.kinds.find((kind) => kind.code === code) ?? band;
  }

  price(row) {
    row.querySelector("[data-part=price]").textContent = this.priceOf(row).price ?? "";
  }

  // What all of it costs, and in words how many it is.
  total() {
    const rows = [...this.rows.values()];
    const amount = rows.reduce((sum, row) => sum + (this.priceOf(row).amount ?? 0), 0);
    const { sending } = this;
    this.part("tickets").textContent = this.money(amount);
    if (this.part("sending")) this.part("sending").textContent = this.money(sending);
    this.part("total").textContent = this.money(amount + sending);
    const said = rows.length ? this.counted("chosen", { n: rows.length, total: this.money(amount + sending) }) : this.words("none");
    this.part("said").textContent = said;
    return said;
  }

  // What the chosen way of sending costs; before one is chosen, the cheapest.
  get sending() {
    const amount = this.form.querySelector("[name=send]:checked")?.dataset.amount;
    return amount === undefined ? this.told.sending : Number(amount);
  }

  money(amount) {
    return this.told.money ? written(amount, this.told.money) : "";
  }

  // One band too many: the press is not lost, it waits for a yes.
  mixed(seat) {
    const [where] = this.facts(seat, this.told.bands[bandOf(seat.value)]);
    const deed = () => {
      this.map.take([seat.value], { reveal: false });
      seat.focus({ preventScroll: true });
    };
    return { sentence: this.counted("mixed", { n: this.told.most_bands, seat: where }), offer: this.words("switch", { seat: where }), deed };
  }

  wrong(problem) {
    if (!problem) return null;
    const { band, remedy, rule, words, seats, numbers, kind, canBeMended: isHint } = problem;
    const listed = (ones) => (ones ?? []).join(this.told.words.and);
    const sentence = fill(this.told.words.rules[words || rule], { seats: listed(seats), numbers: listed(numbers), kind });
    if (!remedy?.length) return { sentence, isHint };
    return { sentence, isHint, offer: this.words("mend", { seats: listed(remedy) }), deed: () => this.mend(band, remedy) };
  }

  // Kinds that go in certain numbers only, or with no more than so many tickets.
  kindProblem() {
    for (const band of this.choice.bands.keys()) {
      const { kind: byDefault, kinds } = this.told.bands[band];
      const codes = this.selectsOf(band).map((select) => select.value);
      for (const { code, name, quantities, most, most_in_order: inOrder } of kinds.filter((one) => codes.includes(one.code))) {
        const count = codes.filter((one) => one === code).length;
        if (codes.length > inOrder) return { words: "kind_order", numbers: [inOrder], kind: name };
        if (count > most) return { words: "kind_most", numbers: [most], kind: name };
        if (quantities && code !== byDefault && !quantities.includes(count)) return { words: "kind_numbers", numbers: quantities, kind: name };
      }
    }
    return null;
  }

  selectsOf(band) {
    return [...this.box.querySelectorAll("select")].filter(({ name }) => bandOf(name.slice("kind:".length)) === band);
  }

  mend(band, ids) {
    this.choice.takeOf(band, ids);
    this.show(this.choice);
    this.part("title").focus();
  }

  complain(problem) {
    const box = this.part("problem"), button = this.part("mend");
    box.hidden = !problem;
    // More seats may yet mend it: said all the same, but as no fault.
    box.classList.toggle("is-hint", problem?.isHint === true);
    this.part("sentence").textContent = problem?.sentence ?? "";
    button.hidden = !problem?.offer;
    button.textContent = problem?.offer ?? "";
    this.deed = problem?.deed;
  }

  click(target) {
    const button = target.closest("button");
    if (button?.dataset.part === "mend") this.deed?.();
    if (button?.dataset.part === "remove") this.remove(button.closest("li"));
  }

  // The focus goes to the next one that can be removed, and after the last to the map.
  remove(row) {
    const beside = row.nextElementSibling ?? row.previousElementSibling;
    this.choice.let(row.dataset.seat);
    this.show(this.choice);
    (beside?.isConnected ? beside.querySelector("button") : this.map.keys.current)?.focus({ preventScroll: true });
  }

  change(target) {
    if (target.name === "send" && this.rows.size) return this.say(this.total());
    if (!target.name?.startsWith("kind:")) return;
    this.kinds.set(target.name, target.value);
    this.price(target.closest("li"));
    this.show(this.choice);
  }

  // One place from which everything is said.
  say(sentence) {
    this.part("aloud").textContent = sentence;
  }

  words(name, places) {
    return fill(this.told.words[name] ?? "", places);
  }

  counted(name, places) {
    const forms = this.told.words[name];
    const form = new Intl.PluralRules(document.documentElement.lang).select(places.n);
    return fill(forms[form] ?? forms.other, places);
  }
}

const fill = (text, places = {}) => text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
