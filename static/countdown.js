// <hold-countdown data-seconds="900">: counts down what the server said is left, whatever this device's clock says.

class HoldCountdown extends HTMLElement {
  connectedCallback() {
    this.end = performance.now() + Number(this.dataset.seconds) * 1000;
    this.sentence = this.textContent;
    this.timer = setInterval(() => this.show(), 1000);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const left = Math.max(0, Math.floor((this.end - performance.now()) / 1000));
    const minutes = String(Math.floor(left / 60));
    const seconds = String(left % 60).padStart(2, "0");
    this.textContent = this.sentence.replace(/\d+/, `${minutes}:${seconds}`);
    if (left === 0) {
      clearInterval(this.timer);
      location.reload();
    }
  }
}

customElements.define("hold-countdown", HoldCountdown);
