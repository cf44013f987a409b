// Money as the server writes it: by a pattern of its own, halves rounded up, digits in groups from the right.
export function written(amount, { before, after, point, comma, groups, places, decimals }) {
  const unit = 10 ** (decimals - places);
  const digits = String(Math.floor((amount + Math.floor(unit / 2)) / unit)).padStart(places + 1, "0");
  const parts = [];
  for (let rest = places ? digits.slice(0, -places) : digits, turn = 0; rest; turn++) {
    const length = groups[Math.min(turn, groups.length - 1)] || rest.length;
    parts.unshift(rest.slice(-length));
    rest = rest.slice(0, -length);
  }
  return `${before}${parts.join(comma)}${places ? point + digits.slice(-places) : ""}${after}`;
}
