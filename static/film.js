// <press-film data-src="…">: a link with a picture. Pressed, the film takes its place; until then nothing of another
// site is loaded. Without scripts the link leads to the film.

const RIGHTS = "allow-scripts allow-same-origin allow-presentation allow-popups";

class PressFilm extends HTMLElement {
  connectedCallback() {
    this.querySelector("a").addEventListener("click", (press) => {
      if (press.ctrlKey || press.metaKey || press.shiftKey) return;
      press.preventDefault();
      this.play();
    });
  }

  play() {
    const frame = document.createElement("iframe");
    const { src, title, width, height } = this.dataset;
    frame.setAttribute("sandbox", RIGHTS);
    // Some players refuse to play for a page that does not say whose it is.
    Object.assign(frame, { src, title, width, height, allow: "fullscreen; encrypted-media", referrerPolicy: "strict-origin-when-cross-origin" });
    this.replaceChildren(frame);
    frame.focus();
  }
}

customElements.define("press-film", PressFilm);
