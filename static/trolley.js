// How many orders are in the trolley, beside its name. Pages of the catalogue are the same for everyone; this number
// is in a cookie of this browser. No cookie, no number.

const link = document.querySelector("[data-trolley]");
const words = document.getElementById("trolley-count");

function show() {
  const [, count] = document.cookie.match(/(?:^|; )trolley=(\d{1,4})(?:;|$)/) ?? [];
  link.querySelector(".trolley-count")?.remove();
  if (!Number(count)) return;
  const part = words.content.cloneNode(true);
  part.querySelector("b").textContent = Number(count);
  link.append(part);
}

show();
// Gone back to, a page is shown as it was left.
addEventListener("pageshow", show);
