// <hold-countdown data-seconds="900" data-address="…">: how long the tickets are held, by the server's clock alone.
// This device only counts between two answers, by a clock that nobody can set; after sleep, coming back to the page,
// and once a minute the server is asked. It is a timer that keeps silent; what is left is said aloud at five, two and
// one minutes. At the end the page says so in its place, and nothing that was typed goes away.

const SAID_AT = [5, 2, 1];
const LATE = 0.25; // minutes after a mark: then it is said as "less than"
const ASKED_EVERY = 60_000;
const PATIENCE = 1_500;
const SLEPT = 5_000; // no tick comes so late by itself
const HOLD = "hold"; // in this tab's storage: what to let go when the buyer goes back

// The page is the server's first answer: its end may be shown early, never late.
function askedForThisPage() {
  const [visit] = performance.getEntriesByType("navigation");
  return document.readyState === "complete" ? performance.now() : (visit?.requestStart ?? 0);
}

class HoldCountdown extends HTMLElement {
  connectedCallback() {
    this.askedAt = askedForThisPage();
    this.end = this.askedAt + Number(this.dataset.seconds) * 1000;
    this.minutes = this.left / 60;
    this.tickedAt = Date.now();
    this.timer = setInterval(() => this.tick(), 1000);
    this.wake = () => document.hidden || this.ask();
    document.addEventListener("visibilitychange", this.wake);
    this.comeBack = ({ persisted }) => persisted && this.wake();
    addEventListener("pageshow", this.comeBack);
    addEventListener("online", this.wake);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("pageshow", this.comeBack);
    removeEventListener("online", this.wake);
  }

  get left() {
    return Math.max(0, Math.floor((this.end - performance.now()) / 1000));
  }

  // While the bank is asked on this very page: card.js takes the buyer on from there.
  get isLeftAlone() {
    return document.body.hasAttribute("data-confirming");
  }

  tick() {
    const slept = Math.abs(Date.now() - this.tickedAt) > SLEPT;
    this.tickedAt = Date.now();
    const pause = this.left ? ASKED_EVERY : PATIENCE;
    if (slept || performance.now() - this.askedAt > pause || (!this.left && !this.isAtEnd)) this.ask();
    this.isAtEnd = !this.left;
    if (!slept) this.show();
  }

  async ask() {
    this.askedAt = performance.now();
    const askedAt = this.askedAt;
    try {
      const answer = await fetch(this.dataset.address, { cache: "no-store", headers: { Accept: "application/json" } });
      if (!answer.ok || !this.isConnected) return;
      const { state, seconds } = await answer.json();
      if (state !== "reserved" && !this.isLeftAlone) this.over(state);
      // From when it was asked: the end may be shown early, never late.
      else this.end = Math.min(askedAt, performance.now()) + seconds * 1000;
      this.show();
    } catch {
      // The network is away for a moment; the next tick asks again.
    }
  }

  show() {
    const left = this.left;
    this.textContent = `${this.dataset.words} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.say(left / 60);
  }

  say(minutes) {
    const passed = SAID_AT.findLast((mark) => minutes <= mark && mark < this.minutes);
    const manner = passed - minutes > LATE ? "late" : "say";
    if (passed) document.getElementById("time-left").textContent = this.dataset[`${manner}-${passed}`];
    this.minutes = minutes;
  }

  over(state) {
    const news = document.getElementById("ran-out");
    if (state !== "expired" || !news) {
      location.reload();
      return;
    }
    sessionStorage.removeItem(HOLD);
    const gone = [...document.querySelectorAll("#hold, [data-while-held]")];
    const hadFocus = gone.some((part) => part.contains(document.activeElement));
    document.title = [news.content.querySelector("h1").textContent, ...document.title.split(" · ").slice(1)].join(" · ");
    for (const part of document.querySelectorAll("[data-while-held]")) part.remove();
    const hold = document.getElementById("hold");
    hold.replaceChildren(news.content.cloneNode(true));
    // What had the focus is gone: reading goes on where the news is.
    if (hadFocus) focusOn(hold.querySelector("h1"));
  }
}

function focusOn(heading) {
  heading.tabIndex = -1;
  heading.focus();
}

function remember() {
  const form = document.querySelector("form[data-hold]");
  if (!form) return;
  const { hold, released, pending } = form.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const index = window.navigation?.currentEntry?.index ?? null;
  sessionStorage.setItem(HOLD, JSON.stringify({ hold, address: form.action, token, index, released, pending }));
}

customElements.define("hold-countdown", HoldCountdown);
remember();
// Gone back to, the page is shown as it was left, and what is held may be let go anew.
addEventListener("pageshow", remember);
