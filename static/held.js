// Whoever goes back from the checkout does not want these seats: they are let go at once, for others to have them.
// The checkout page left in this tab what to let go; other tabs know nothing of it and do nothing. Loaded only
// where there is something to let go (trolley.js).

const HOLD = "hold";
const SAID = "hold-said";
const SHOWS_SEATS = ["performance", "trolley"];
const TRIES = 3;

// By going back: from the browser's memory, or asked for anew; and to somewhere before the checkout.
function isBehind(held, event) {
  const [entry] = performance.getEntriesByType("navigation");
  if (!event.persisted && entry?.type !== "back_forward") return false;
  const index = window.navigation?.currentEntry?.index ?? null;
  return index === null || held.index === null || index < held.index;
}

async function release(held) {
  const headers = { Accept: "application/json", "X-CSRFToken": held.token };
  for (let turn = 1; turn <= TRIES; turn++) {
    try {
      const answer = await fetch(held.address, { method: "POST", keepalive: true, headers });
      return answer.ok ? await answer.json() : {};
    } catch {
      await new Promise((resolve) => setTimeout(resolve, turn * 1000));
    }
  }
  return null;
}

function say(words) {
  const place = document.createElement("p");
  place.className = "message";
  place.setAttribute("role", "status");
  document.querySelector(".held")?.remove();
  document.getElementById("main").prepend(place);
  // A live region is heard only if it was there before its words.
  setTimeout(() => {
    place.textContent = words;
    place.scrollIntoView({ block: "center" }); // gone back to, a page is where it was left
  }, 50);
}

export async function lookBack(event) {
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (said) say(said);
  const held = JSON.parse(sessionStorage.getItem(HOLD) ?? "null");
  if (!held || location.pathname.includes(held.hold) || !(held.isLeft || isBehind(held, event))) return;
  // Should the network be away for longer, the next page of this tab goes on.
  sessionStorage.setItem(HOLD, JSON.stringify({ ...held, isLeft: true }));
  const answer = await release(held);
  if (answer === null) return;
  sessionStorage.removeItem(HOLD);
  if (!answer.is_released) return;
  const words = answer.is_certain ? held.released : held.pending;
  if (!SHOWS_SEATS.includes(document.body.dataset.page)) return say(words);
  // What this page says of free seats was said before they were let go.
  sessionStorage.setItem(SAID, words);
  location.reload();
}
