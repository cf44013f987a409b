// Which seats are chosen, in the order in which they were picked, and what the rules say of them. The map itself is what
// is known of seats: rows, blocks, and which are still free are read off its checkboxes.

import * as seating from "./seating.js";

export const bandOf = (value) => Number(value.slice(0, value.indexOf(":")));
export const idOf = (value) => value.slice(value.indexOf(":") + 1);

export class Choice {
  constructor(hall, told) {
    this.hall = hall;
    this.told = told;
    this.picked = new Set([...hall.querySelectorAll(":checked")].map((seat) => seat.value));
  }

  get seats() {
    return [...this.picked].map((value) => this.seat(value)).filter(Boolean);
  }

  // Bands that are chosen from, each with its seats' ids.
  get bands() {
    const bands = new Map();
    for (const value of this.picked) bands.set(bandOf(value), [...(bands.get(bandOf(value)) ?? []), idOf(value)]);
    return bands;
  }

  seat(value) {
    this.prepare();
    return this.byValue.get(value);
  }

  // A press was made: what it means besides is for `settle`.
  press(seat) {
    if (seat.checked) this.picked.add(seat.value);
    else this.picked.delete(seat.value);
    this.last = seat;
  }

  take(values) {
    for (const seat of this.seats) seat.checked = false;
    this.picked = new Set(values.filter((value) => this.seat(value) && !this.seat(value).disabled));
    for (const seat of this.seats) seat.checked = true;
    this.last = null;
  }

  // One band's seats in place of those that were chosen of it.
  takeOf(band, ids) {
    const others = [...this.picked].filter((value) => bandOf(value) !== band);
    this.take([...others, ...ids.map((id) => `${band}:${id}`)]);
  }

  let(value) {
    const seat = this.seat(value);
    seat.checked = false;
    this.press(seat);
  }

  // Tables and boxes that are sold whole go as a whole, and a band too many is not taken: what the last press led to.
  settle() {
    const { last } = this;
    this.last = null;
    if (!last) return {};
    const band = bandOf(last.value);
    if (last.checked && this.bands.size > (this.told.most_bands ?? Infinity)) return this.refuse(last);
    if (!this.told.bands[band].whole) return {};
    const block = this.rules(band).blocks.find((ids) => ids.includes(idOf(last.value))) ?? [];
    const others = block.map((id) => this.seat(`${band}:${id}`)).filter((seat) => seat.checked !== last.checked);
    for (const seat of others) {
      seat.checked = last.checked;
      this.press(seat);
    }
    this.last = null;
    return { whole: others.length ? block : null };
  }

  refuse(seat) {
    seat.checked = false;
    this.picked.delete(seat.value);
    return { refused: seat };
  }

  // The first band whose seats cannot be had like this: which band, and what the rules say.
  problem() {
    for (const [band, ids] of this.bands) {
      const problem = seating.problem(this.rules(band), ids);
      if (problem) return { band, ...problem, canBeMended: seating.couldBecomeLawful(this.rules(band), ids) };
    }
    return null;
  }

  best(count, wishes) {
    const found = seating.best(this.asHall(), count, wishes)[0];
    return found ? found.seats.map((id) => `${found.band}:${id}`) : null;
  }

  rules(band) {
    this.prepare();
    return this.byBand[band];
  }

  asHall() {
    this.prepare();
    return { areas: this.areas, bands: this.told.bands.map((band, number) => ({ ...band, rules: this.byBand[number] })) };
  }

  // Seats were taken or came back: what is reckoned from them is reckoned anew.
  forget() {
    this.byValue = null;
  }

  prepare() {
    if (this.byValue) return;
    this.byValue = new Map();
    this.byBand = this.told.bands.map((band) => ({
      blocks: [], rows: [], leaving: band.leaving, contiguous: band.contiguous, whole: band.whole, quantities: band.quantities, restricted: new Set(),
    }));
    this.areas = [...this.hall.querySelectorAll(".area")].map((area) => ({ rows: [...area.querySelectorAll(".row")].map((row) => this.row(row)) }));
  }

  row(row) {
    const places = [];
    let column = -1, open;
    for (const seat of row.children) {
      const { value, className } = seat, band = bandOf(value), id = idOf(value);
      column += 1 + Number(/ g(\d+)/.exec(className)?.[1] ?? 0);
      this.byValue.set(value, seat);
      if (/ n\b/.test(className)) open = null;
      if (seat.disabled) {
        open = null;
        continue;
      }
      const rules = this.byBand[band];
      if (!open) {
        rules.blocks.push((open = []));
        rules.rows.push(row.dataset.row);
      }
      open.push(id);
      if (/ r\b/.test(className)) rules.restricted.add(id);
      places.push({ id, band, column });
    }
    return { name: row.dataset.row, places };
  }
}
