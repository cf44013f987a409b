// <hold-countdown data-seconds="900">: counts down what the server said is left, whatever this device's clock says.
// It is a timer that keeps silent; what is left is said aloud at five, two and one minutes. At the end the page is
// asked for again, and the server says how to go on.

const SAID_AT = [5, 2, 1];

class HoldCountdown extends HTMLElement {
  connectedCallback() {
    // A second later than the server: asked for too early, it would still show the same page.
    this.end = performance.now() + (Number(this.dataset.seconds) + 1) * 1000;
    this.minutes = this.left / 60;
    this.timer = setInterval(() => this.show(), 1000);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  get left() {
    return Math.max(0, Math.floor((this.end - performance.now()) / 1000));
  }

  show() {
    const left = this.left;
    this.textContent = `${this.dataset.words} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    this.say(left / 60);
    if (left === 0) {
      clearInterval(this.timer);
      location.reload();
    }
  }

  say(minutes) {
    const passed = SAID_AT.findLast((mark) => minutes <= mark && mark < this.minutes);
    if (passed) document.getElementById("time-left").textContent = this.dataset[`say-${passed}`];
    this.minutes = minutes;
  }
}

customElements.define("hold-countdown", HoldCountdown);
