// <copy-link data-label="…" data-copied="…">: a button that copies the link before it. Without scripts, or where the
// browser has no clipboard for this page, there is none: the link itself stands there to be copied.

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = this.dataset.label;
    button.addEventListener("click", () => this.copy());
    this.said = document.createElement("span");
    this.said.setAttribute("role", "status");
    this.replaceChildren(button, " ", this.said);
  }

  async copy() {
    const link = this.closest("p").querySelector("a");
    try {
      await navigator.clipboard.writeText(link.href);
      this.said.textContent = this.dataset.copied;
    } catch {
      // The reader did not allow it; the link can be copied by hand, and is marked for that.
      getSelection().selectAllChildren(link);
    }
  }
}

customElements.define("copy-link", CopyLink);
