// Whether seats are still free: asked when somebody comes back to the page after a while, and when asked to. What was
// taken meanwhile is marked, everything else stays as it was.

import { bandOf, idOf } from "./seat-choice.js";

const OLD = 90_000; // milliseconds after which what the page shows may no longer be so

export class Live {
  constructor(map) {
    this.map = map;
    this.address = map.dataset.live;
    this.asked = Date.now();
    this.notice = map.querySelector(".seats-news");
    this.button = map.querySelector("[data-deed=look-again]");
    document.addEventListener("visibilitychange", () => this.back());
    addEventListener("focus", () => this.back());
    // Gone back to, a page is shown as it was left, however long ago.
    addEventListener("pageshow", ({ persisted }) => persisted && this.ask());
  }

  back() {
    if (document.visibilityState === "visible" && Date.now() - this.asked > OLD) this.ask();
  }

  async ask() {
    if (!this.address || this.asking) return;
    this.asking = true;
    this.asked = Date.now();
    this.button.setAttribute("aria-disabled", "true");
    clearTimeout(this.later);
    const told = await this.answer();
    this.asking = false;
    if (told.trouble) return this.wait(told);
    this.button.removeAttribute("aria-disabled");
    this.compare(told.bands);
  }

  async answer() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" }, cache: "no-store" });
      return await answer.json();
    } catch {
      return { trouble: "away", sentence: this.map.told.words.away, retry: 15 };
    }
  }

  // Trouble passes: asked again when that can help, and no sooner.
  wait({ sentence, retry }) {
    this.tell(sentence);
    this.later = setTimeout(() => {
      this.button.removeAttribute("aria-disabled");
      if (document.visibilityState === "visible") this.ask();
    }, retry * 1000);
  }

  compare(bands) {
    const { choice, summary, told } = this.map;
    const number = new Map(told.bands.map(({ area, code }, at) => [JSON.stringify([area, code]), at]));
    const free = new Set(bands.flatMap(({ band, seats }) => seats.map((id) => `${number.get(JSON.stringify(band))}:${id}`)));
    const lost = [], chosen = choice.picked;
    let taken = 0;
    for (const seat of this.map.keys.seats) {
      const isFree = free.delete(seat.value);
      if (isFree !== seat.disabled) continue;
      if (!isFree && chosen.has(seat.value)) lost.push(summary.facts(seat, told.bands[parseInt(seat.value)])[0]);
      if (!isFree) taken++;
      this.mark(seat, isFree);
    }
    this.after(lost, taken, bands.some((one) => this.hasNewPrice(one, number)), free.size);
  }

  hasNewPrice({ band, price }, number) {
    const known = this.map.told.bands[number.get(JSON.stringify(band))];
    return !known || (price !== undefined && price !== known.price);
  }

  mark(seat, isFree) {
    const { and, taken } = this.map.told.words;
    if (!isFree && seat.checked) {
      seat.checked = false;
      this.map.choice.picked.delete(seat.value);
    }
    if (!isFree && seat === document.activeElement) this.hadFocus = true;
    seat.disabled = !isFree;
    seat.ariaLabel = isFree ? seat.ariaLabel.slice(0, -(and + taken).length) : seat.ariaLabel + and + taken;
  }

  // The difference, in one sentence; the way to see what is new keeps the choice.
  after(lost, taken, hasNewPrice, more) {
    const { choice, keys, summary, told } = this.map;
    choice.forget();
    keys.leave();
    if (this.hadFocus) keys.current?.focus({ preventScroll: true });
    this.hadFocus = false;
    const others = taken - lost.length;
    const news = [
      lost.length && summary.counted("gone", { n: lost.length, seats: lost.join("; ") }),
      others && summary.counted("others_gone", { n: others }),
      hasNewPrice && told.words.new_prices,
      more && summary.counted("more", { n: more }),
    ].filter(Boolean);
    this.tell(news.join(" ") || told.words.unchanged, { anew: hasNewPrice || more > 0, aloud: false });
    this.map.tell(news.join(" ") || told.words.unchanged);
  }

  tell(sentence, { anew = false, aloud = true } = {}) {
    this.notice.hidden = false;
    this.notice.querySelector("[data-part=news]").textContent = sentence;
    const link = this.notice.querySelector("a");
    link.hidden = !anew;
    if (anew) link.href = this.addressWithChoice();
    if (aloud) this.map.summary.say(sentence);
  }

  // Bands are named, for their numbers change as they sell out.
  addressWithChoice() {
    const address = new URL(location.href), { choice, summary, told } = this.map;
    for (const name of [...address.searchParams.keys()]) if (/^(band|seat|kind:.*)$/.test(name)) address.searchParams.delete(name);
    const used = [...choice.bands.keys()];
    for (const band of used) address.searchParams.append("band", JSON.stringify([told.bands[band].area, told.bands[band].code]));
    for (const value of choice.picked) {
      const its = `${used.indexOf(bandOf(value))}:${idOf(value)}`;
      address.searchParams.append("seat", its);
      if (summary.kinds.has(`kind:${value}`)) address.searchParams.append(`kind:${its}`, summary.kinds.get(`kind:${value}`));
    }
    address.hash = "";
    return address.href;
  }
}
