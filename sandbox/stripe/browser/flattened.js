// Tables as form fields: {a: {b: 1}} is a[b]=1; what is null or undefined is left out.
(() => {
  "use strict";
  const flattened = (data, prefix = "", into = new URLSearchParams()) => {
    for (const [name, value] of Object.entries(data || {})) {
      const full = prefix ? `${prefix}[${name}]` : name;
      if (value === null || value === undefined) continue;
      if (typeof value === "object") flattened(value, full, into);
      else into.append(full, value);
    }
    return into;
  };
  window.__practiceStripe = { flattened };
})();
