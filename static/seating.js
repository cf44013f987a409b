// Which seats a venue allows together, the nearest that it does, and the best that there are: catalog/seating once more,
// step for step, so that the page and the server agree. No DOM and no words: `rule` says which sentence of the page's.
//
// rules: {blocks: [[id, …], …], rows: [name, …], leaving: "always" | "if_necessary" | "never", contiguous, whole,
//         quantities: [number, …], restricted: Set of ids}
// hall:  {areas: [{rows: [{places: [{id, band, column}, …]}]}], bands: [{area, amount, rules}]}

const REACH = 12, NEAR = 12;
const OTHER_SEAT = 1e8, OTHER_BLOCK = 1e4;
const ROW_AWAY = 8, ROW_BACK = 4, NEXT_ROWS = 2;

const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
const mayNumber = ({ quantities }, count) => !quantities.length || quantities.includes(count);

// The first rule that the choice breaks, with the nearest choice that breaks none; null where it is lawful.
export function problem(rules, chosen) {
  const found = breach(rules, chosen);
  if (!found) return null;
  const [rule, seats] = found;
  const numbers = rule === "quantity" ? [...rules.quantities].sort((one, other) => one - other) : [];
  return { rule, seats, remedy: nearestLawful(rules, chosen), numbers };
}

// What was chosen where that is lawful; [] where nothing is.
export function nearestLawful(rules, chosen) {
  if (isLawful(rules, chosen)) return [...chosen];
  const picked = new Set(chosen);
  const around = new Around(rules, picked);
  for (const count of numbersNear(rules, picked.size)) {
    const found = around.nearest(count);
    if (found.length) return found;
  }
  return [];
}

// Whether more seats can make it lawful, or it is already: until then nobody needs to complain.
export function couldBecomeLawful(rules, chosen) {
  const found = breach(rules, chosen);
  if (!found || found[0] === "gone" || found[0] === "twice") return !found;
  const around = new Around(rules, new Set(chosen));
  return numbersNear(rules, chosen.length).some((count) => count > chosen.length && around.couldHold(count));
}

// Groups of neighbours, the best first. wishes: {price: in the unit of `amount`, area, clear, aisle, limit}.
export function best(hall, count, wishes = {}) {
  const drawing = new Drawing(hall);
  const bands = [...hall.bands.keys()].filter((band) => count > 0 && isWished(hall.bands[band], wishes) && mayNumber(hall.bands[band].rules, count));
  const runs = bands.flatMap((band) => drawing.runs(band, count));
  const suitable = runs.filter((run) => !(wishes.clear && run.rank[0]) && (!wishes.aisle || drawing.isAtAisle(run)));
  return different(suitable.sort(byRank), count, wishes.limit ?? 12).map(({ band, seats }) => ({ band, seats }));
}

function breach(rules, chosen) {
  if (!chosen.length) return null;
  const picked = new Set(chosen);
  const touched = rules.blocks.filter((block) => block.some((seat) => picked.has(seat)));
  const there = new Set(touched.flat());
  const gone = [...picked].filter((seat) => !there.has(seat));
  if (gone.length) return ["gone", gone];
  if (picked.size < chosen.length) return ["twice", [...picked].filter((seat) => chosen.indexOf(seat) !== chosen.lastIndexOf(seat))];
  if (!mayNumber(rules, chosen.length)) return ["quantity", []];
  if (rules.contiguous && !(touched.length === 1 && isRun(touched[0].map((seat) => picked.has(seat))))) return ["apart", [...chosen]];
  if (!rules.whole && forbidsSingles(rules, picked.size)) {
    const alone = touched.flatMap((block) => leftAlone(block, picked));
    if (alone.length) return ["single", alone];
  }
  const missing = rules.whole ? [...there].filter((seat) => !picked.has(seat)) : [];
  return missing.length ? ["part_of_block", missing] : null;
}

const isLawful = (rules, chosen) => chosen.length > 0 && !breach(rules, chosen);

// The seats of a block from which something was picked that would stand alone.
function leftAlone(block, picked) {
  const free = (place) => place in block && !picked.has(block[place]);
  return block.filter((_, place) => free(place) && !free(place - 1) && !free(place + 1));
}

// Never, or as long as some block is as long as the choice, or longer by two.
function forbidsSingles({ leaving, blocks }, count) {
  if (leaving === "if_necessary") return blocks.some(({ length }) => length === count || length >= count + 2);
  return leaving === "never";
}

function isRun(held) {
  const first = held.indexOf(true);
  return first >= 0 && held.lastIndexOf(true) - first + 1 === held.filter(Boolean).length;
}

function numbersNear({ blocks, contiguous, quantities }, count) {
  if (!count) return [];
  const lengths = blocks.map(({ length }) => length);
  const total = sum(lengths), longest = Math.max(0, ...lengths);
  const upper = Math.min(contiguous ? longest : total, Math.max(count + REACH, longest));
  const numbers = quantities.length ? new Set(quantities) : Array.from({ length: upper }, (_, number) => number + 1);
  const possible = [...numbers].filter((number) => number > 0 && number <= total);
  return possible.sort((one, other) => Math.abs(one - count) - Math.abs(other - count) || other - one);
}

// Where blocks are: the number of their row, and how far the first seat is from its middle, two for each seat.
function spotsOf({ blocks, rows }) {
  const seen = new Map(), widths = [];
  const spots = blocks.map((block, number) => {
    const name = rows[number] || number;
    if (!seen.has(name)) seen.set(name, seen.size);
    const row = seen.get(name), begin = row in widths ? widths[row] + 1 : 0;
    widths[row] = begin + block.length;
    return { row, begin };
  });
  return spots.map(({ row, begin }) => ({ row, first: 2 * begin - widths[row] + 1 }));
}

// Twice where the middle of neighbours is.
const acrossOf = ({ first }, start, count) => 2 * first + 2 * (2 * start + count - 1);

// Lawful choices of a given number of seats around those that were picked.
class Around {
  constructor(rules, picked) {
    this.rules = rules;
    this.spots = spotsOf(rules);
    this.held = rules.blocks.map((block) => block.map((seat) => picked.has(seat)));
    this.touched = [...this.held.keys()].filter((number) => this.held[number].includes(true));
    this.others = [...this.held.keys()].filter((number) => !this.held[number].includes(true));
    const known = this.touched.flatMap((number) => this.held[number].flatMap((held, place) => (held ? [{ row: this.spots[number].row, across: this.spots[number].first + 2 * place }] : [])));
    const across = known.map((one) => one.across);
    this.anchor = known.length ? { row: known[known.length >> 1].row, across: Math.min(...across) + Math.max(...across) } : { row: 0, across: 0 };
  }

  nearest(count) {
    const { contiguous } = this.rules;
    const found = contiguous || (this.touched.length === 1 && isRun(this.held[this.touched[0]])) ? this.together(count) : [];
    return found.length || contiguous ? found : this.spread(count);
  }

  couldHold(count) {
    const terms = this.terms(count);
    if (this.rules.contiguous) {
      const picked = sum(this.held.map((held) => held.filter(Boolean).length));
      return this.runs(count, terms).some(([number, start]) => this.shared(number, start, count) === picked);
    }
    const touched = this.touched.map((number) => takings(this.held[number].map(() => 0), terms, this.held[number]));
    return !!cheapest([...touched, ...this.farOnes().map((number) => this.runTakings(number, terms))], count);
  }

  terms(count) {
    return { most: count, alone: !forbidsSingles(this.rules, count), whole: this.rules.whole };
  }

  // Every lawful choice of so many neighbours: which block, and where in it.
  runs(count, terms) {
    const runs = [];
    this.rules.blocks.forEach(({ length }, number) => {
      for (let start = 0; start <= length - count; start++) if (mayRun(length, start, count, terms)) runs.push([number, start]);
    });
    return runs;
  }

  together(count) {
    let found = null, least = null;
    for (const [number, start] of this.runs(count, this.terms(count))) {
      const middle = Math.abs(acrossOf(this.spots[number], start, count));
      const distance = [-this.shared(number, start, count), this.away(number, start, count), middle, number, start];
      if (!least || compare(distance, least) < 0) [found, least] = [[number, start], distance];
    }
    return found ? this.rules.blocks[found[0]].slice(found[1], found[1] + count) : [];
  }

  shared(number, start, count) {
    let shared = 0;
    for (let place = start; place < start + count; place++) shared += this.held[number][place];
    return shared;
  }

  // Seats anywhere, those that share the most; the nearest blocks first, all of them if need be.
  spread(count) {
    const terms = this.terms(count), far = this.farOnes();
    const blocks = this.touched.map((number) => takings(this.costs(number), terms));
    for (const others of far.length > NEAR ? [far.slice(0, NEAR), far] : [far]) {
      const found = cheapest([...blocks, ...others.map((number) => this.runTakings(number, terms))], count);
      if (found) {
        const numbers = [...this.touched, ...others];
        const parts = found.map(([one, places]) => [numbers[one], places]).sort(([one], [other]) => one - other);
        return parts.flatMap(([number, places]) => places.map((place) => this.rules.blocks[number][place]));
      }
    }
    return [];
  }

  farOnes() {
    const away = new Map(this.others.map((number) => [number, this.away(number, 0, this.held[number].length)]));
    return [...this.others].sort((one, other) => away.get(one) - away.get(other) || one - other);
  }

  away(number, start, count) {
    const spot = this.spots[number];
    return Math.abs(acrossOf(spot, start, count) - this.anchor.across) + ROW_AWAY * Math.abs(spot.row - this.anchor.row);
  }

  costs(number) {
    const held = this.held[number], picked = [...held.keys()].filter((place) => held[place]);
    return held.map((is, place) => (is ? this.away(number, place, 1) : OTHER_SEAT + Math.min(...picked.map((other) => Math.abs(place - other)))));
  }

  runTakings(number, terms) {
    const { length } = this.held[number], told = [[0, []]];
    for (let count = 1; count <= terms.most; count++) {
      let found = null;
      for (let start = 0; start <= length - count; start++) {
        if (!mayRun(length, start, count, terms)) continue;
        const cost = count * OTHER_SEAT + OTHER_BLOCK + this.away(number, start, count);
        if (!found || cost < found[0]) found = [cost, Array.from({ length: count }, (_, place) => start + place)];
      }
      told.push(found);
    }
    return told;
  }
}

// Whether these neighbours may be taken of a block that is whole.
function mayRun(length, start, count, { whole, alone }) {
  if (whole) return count === length;
  return alone || (start !== 1 && length - start - count !== 1);
}

const better = (one, other) => (one && other ? (other[0] < one[0] ? other : one) : (one ?? other));

// For each number, the cheapest way to take so many seats of one block: [cost, places]. Those held are in any case.
function takings(costs, terms, held = []) {
  const told = terms.whole ? wholeTakings(costs, terms.most) : oneByOne(costs, terms, held);
  told[0] = held.includes(true) ? null : [0, []];
  return told;
}

function wholeTakings(costs, most) {
  const told = Array(most + 1).fill(null);
  if (costs.length <= most) told[costs.length] = [sum(costs), [...costs.keys()]];
  return told;
}

// Seat after seat. A state is how many are taken, and whether none, one or more are free since the last.
function oneByOne(costs, { most, alone }, held) {
  let states = Array(3 * most + 3).fill(null);
  states[0] = [0, []];
  costs.forEach((cost, place) => {
    const after = Array(states.length).fill(null);
    states.forEach((state, number) => {
      if (!state) return;
      const free = number % 3, taken = (number - free) / 3;
      const left = 3 * taken + (alone ? 0 : Math.min(free + 1, 2)), next = 3 * taken + 3;
      if (!held[place]) after[left] = better(after[left], state);
      if (taken < most && free !== 1) after[next] = better(after[next], [state[0] + cost, [...state[1], place]]);
    });
    states = after;
  });
  return Array.from({ length: most + 1 }, (_, taken) => better(states[3 * taken], states[3 * taken + 2]));
}

// Exactly so many seats of all blocks: which places of which; null where it cannot be.
function cheapest(blocks, count) {
  let totals = [[0, null], ...Array(count).fill(null)];
  blocks.forEach((told, number) => {
    totals = totals.map((total, wanted) => {
      let found = told[0] ? total : null;
      for (let taken = 1; taken <= wanted && taken < told.length; taken++) {
        const before = totals[wanted - taken], here = told[taken];
        if (before && here && (!found || before[0] + here[0] < found[0])) found = [before[0] + here[0], [before[1], number, here[1]]];
      }
      return found;
    });
  });
  if (!totals[count]) return null;
  const parts = [];
  for (let link = totals[count][1]; link; link = link[0]) parts.unshift([link[1], link[2]]);
  return parts;
}

function compare(one, other) {
  for (let place = 0; place < one.length; place++) if (one[place] !== other[place]) return one[place] - other[place];
  return 0;
}

const byRank = (one, other) => compare(one.rank, other.rank);

function isWished({ area, amount }, wishes) {
  if (wishes.area && wishes.area !== area) return false;
  return wishes.price == null || (amount != null && amount <= wishes.price);
}

// A hall by what stands where, made once for all that is asked of it.
class Drawing {
  constructor({ areas, bands }) {
    this.bands = bands;
    this.columns = areas.map(({ rows }) => rows.map(({ places }) => new Set(places.map(({ column }) => column))));
    this.widths = areas.map(({ rows }) => Math.max(-1, ...rows.flatMap(({ places }) => places.map(({ column }) => column))) + 1);
    this.spots = bands.map(() => new Map());
    areas.forEach(({ rows }, area) => rows.forEach(({ places }, row) => {
      for (const { id, band, column } of places) this.spots[band].set(id, { area, row, column });
    }));
  }

  // Every lawful choice of so many neighbours in one band. The rank is the best first: an unrestricted view, then nearest
  // the middle of the front, then as listed.
  runs(band, count) {
    const { rules } = this.bands[band], runs = [];
    const terms = { alone: !forbidsSingles(rules, count), whole: rules.whole };
    for (const block of rules.blocks) {
      if (block.length < count) continue;
      const spots = block.map((seat) => this.spots[band].get(seat)), { area, row } = spots[0];
      for (let start = 0; start <= block.length - count; start++) {
        if (!mayRun(block.length, start, count, terms)) continue;
        const ends = [spots[start].column, spots[start + count - 1].column], across = ends[0] + ends[1];
        const seats = block.slice(start, start + count), isRestricted = Number(seats.some((seat) => rules.restricted.has(seat)));
        const aside = Math.abs(across - (this.widths[area] - 1));
        runs.push({ band, area, row, seats, ends, rank: [isRestricted, ROW_BACK * row + aside, area, row, across] });
      }
    }
    return runs;
  }

  // Whether one end has nobody beside it, neither in its row nor in those next to it.
  isAtAisle({ area, row, ends }) {
    const rows = this.columns[area].slice(Math.max(row - NEXT_ROWS, 0), row + NEXT_ROWS + 1);
    return [Math.min(...ends) - 1, Math.max(...ends) + 1].some((column) => rows.every((columns) => !columns.has(column)));
  }
}

// The best of all, and of every band its share before any band has more.
function different(runs, count, limit) {
  const found = apart(runs, count, limit);
  const share = Math.max(Math.floor(limit / Math.max(new Set(found.map(({ band }) => band)).size, 1)), 1);
  const taken = [], first = [], rest = [];
  for (const run of found) {
    taken[run.band] = (taken[run.band] ?? 0) + 1;
    (taken[run.band] <= share ? first : rest).push(run);
  }
  return [...first, ...rest].slice(0, limit).sort(byRank);
}

// Of each band the best, so many at most, any two of which share less than half of their seats.
function apart(runs, count, limit) {
  const found = [], taken = [], holders = new Map();
  for (const run of runs) {
    if ((taken[run.band] ?? 0) >= limit) continue;
    const seats = run.seats.map((seat) => `${run.band}:${seat}`), shared = [];
    for (const seat of seats) for (const holder of holders.get(seat) ?? []) shared[holder] = (shared[holder] ?? 0) + 1;
    if (shared.some((number) => 2 * number >= count)) continue;
    for (const seat of seats) holders.set(seat, [...(holders.get(seat) ?? []), found.length]);
    found.push(run);
    taken[run.band] = (taken[run.band] ?? 0) + 1;
  }
  return found;
}
