// A supplier that cannot answer is asked again by itself, after pauses that grow: nobody has to sit and press. What was
// chosen is in the address, and so is still there when the page comes back.

class RetryLater extends HTMLElement {
  connectedCallback() {
    if (this.waits) return;
    this.waits = this.dataset.waits.split(" ").map(Number);
    this.turn = 0;
    this.words = this.querySelector("[role=timer]");
    this.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.wait();
  }

  disconnectedCallback() {
    clearInterval(this.clock);
  }

  wait() {
    const seconds = this.waits[Math.min(this.turn++, this.waits.length - 1)];
    // By the clock and not by counting: a phone in a pocket counts slowly.
    this.until = Date.now() + seconds * 1000;
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  tick() {
    const left = Math.ceil((this.until - Date.now()) / 1000);
    if (left > 0) this.words.textContent = this.dataset.words.replace("{seconds}", left);
    else if (!document.hidden) this.ask();
  }

  async ask() {
    clearInterval(this.clock);
    this.words.textContent = this.dataset.asking;
    if (await this.isWell()) location.reload();
    else this.wait();
  }

  async isWell() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      return answer.ok && !(await answer.text()).includes("<retry-later");
    } catch {
      return false;
    }
  }
}

customElements.define("retry-later", RetryLater);
