// While a ticket is shown the screen stays on: nobody unlocks a phone in front of a scanner. A browser lets go of the
// wish whenever the page is out of sight, so it is wished for again each time it comes back.

const words = document.querySelector("[data-awake]");

async function stayAwake() {
  if (!words || document.visibilityState !== "visible") return;
  try {
    const wish = await navigator.wakeLock.request("screen");
    words.hidden = false;
    wish.addEventListener("release", () => (words.hidden = true));
  } catch {
    // A browser that cannot, or a battery that is low: the ticket is there all the same.
  }
}

document.addEventListener("visibilitychange", stayAwake);
stayAwake();
