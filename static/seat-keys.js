// One stop for the tab key in a hall of thousands; arrows move by where seats are, whatever they are called.

export class Keys {
  constructor(hall) {
    this.hall = hall;
    this.seats = [...hall.querySelectorAll("input")];
    for (const seat of this.seats) seat.tabIndex = -1;
    this.stop(this.seats.find((seat) => seat.checked) ?? this.first());
    hall.addEventListener("focusin", ({ target }) => this.stop(target));
    hall.addEventListener("keydown", (event) => this.key(event));
  }

  // In the middle of the front row.
  first() {
    const row = this.hall.querySelector(".row");
    const open = [...(row?.children ?? [])].filter((seat) => !seat.disabled);
    return open[open.length >> 1] ?? this.seats.find((seat) => !seat.disabled);
  }

  stop(seat) {
    if (!seat || seat === this.current) return;
    if (this.current) this.current.tabIndex = -1;
    seat.tabIndex = 0;
    this.current = seat;
  }

  // A seat that was taken meanwhile is no stop.
  leave() {
    if (this.current?.disabled) this.stop(this.first());
  }

  key(event) {
    if (event.altKey || event.metaKey) return;
    const to = this.from(event.target, event);
    if (to === undefined) return;
    event.preventDefault();
    if (!to) return;
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // The seat that a key leads to, null at the edge; undefined for other keys.
  from(seat, { key, ctrlKey }) {
    const lines = this.lines(), at = lines.findIndex((line) => line.some((one) => one.seat === seat));
    const line = lines[at], place = line?.findIndex((one) => one.seat === seat);
    const ends = ctrlKey ? [lines[0], lines.at(-1)] : [line, line];
    switch (key) {
      case "ArrowLeft": return line[place - 1]?.seat ?? null;
      case "ArrowRight": return line[place + 1]?.seat ?? null;
      case "ArrowUp": return nearest(lines[at - 1], line[place].x);
      case "ArrowDown": return nearest(lines[at + 1], line[place].x);
      case "Home": return ends[0][0].seat;
      case "End": return ends[1].at(-1).seat;
    }
  }

  // Rows as they are seen, tables beside each other in one; read off the page when a key asks. Columns are counted, not
  // measured, so that rows out of sight need no layout.
  lines() {
    const byTop = new Map();
    for (const row of this.hall.querySelectorAll(".row")) {
      const line = byTop.get(row.offsetTop) ?? [];
      byTop.set(row.offsetTop, line.concat(this.places(row)));
    }
    const lines = [...byTop].sort(([one], [other]) => one - other).map(([, line]) => line);
    return lines.filter((line) => line.length).map((line) => line.sort((one, other) => one.x - other.x));
  }

  places(row) {
    const cell = this.seats[0].offsetWidth;
    let x = row.offsetLeft;
    const places = [];
    for (const seat of row.children) {
      x += cell * (1 + Number(/ g(\d+)/.exec(seat.className)?.[1] ?? 0));
      if (!seat.disabled) places.push({ seat, x });
    }
    return places;
  }
}

function nearest(line, x) {
  let best = null;
  for (const one of line ?? []) if (!best || Math.abs(one.x - x) < Math.abs(best.x - x)) best = one;
  return best?.seat ?? null;
}
