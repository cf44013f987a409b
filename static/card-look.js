// How Stripe's own fields are to look: in the shop's colours and type, as they are on this page just now.

export const inTheDark = matchMedia("(prefers-color-scheme: dark)");

// A variable holds words such as light-dark(…); only an element that wears it knows the colour.
function colours(names) {
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const found = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(found);
}

export function look() {
  const { paper, ink, soft, edge, brand, wrong } = colours(["paper", "ink", "soft", "edge", "brand", "wrong"]);
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  const variables = {
    colorPrimary: brand,
    colorBackground: paper,
    colorText: ink,
    colorTextSecondary: soft,
    colorTextPlaceholder: soft,
    colorDanger: wrong,
    fontFamily,
    fontSizeBase: fontSize,
    borderRadius: "8px",
    spacingUnit: "4px",
  };
  const rules = {
    ".Input": { border: `1px solid ${edge}`, boxShadow: "none", padding: "12px" },
    ".Input:focus": { border: `1px solid ${brand}`, outline: `3px solid ${brand}`, boxShadow: "none" },
    ".Label": { fontSize, fontWeight: "600" },
  };
  return { theme: inTheDark.matches ? "night" : "stripe", labels: "above", variables, rules };
}

// The card element knows less: its text alone.
export function textLook() {
  const { ink, soft, wrong } = colours(["ink", "soft", "wrong"]);
  const { fontFamily, fontSize } = getComputedStyle(document.body);
  const base = { color: ink, iconColor: soft, fontFamily, fontSize, "::placeholder": { color: soft } };
  return { base, invalid: { color: wrong, iconColor: wrong } };
}
