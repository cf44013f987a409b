// Looking at the hall: larger and smaller by buttons, keys, wheel and two fingers; moved by scrolling and dragging.
// Seats keep their layout at every size: the whole is drawn larger, so that thousands of them cost nothing.

const LARGEST = 3, STEP = 1.35;
const THUMB = 24, POINTER = 14; // pixels from seat to seat, below which a press is no choice but a wish to see more
const DRAGGED = 6; // pixels

export class View {
  constructor(map) {
    this.map = map;
    this.box = map.querySelector(".seats-view");
    this.hall = map.hall;
    this.zoom = 1;
    this.aside = 0; // pixels, where the hall is smaller than its box
    this.box.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.box.addEventListener("click", (event) => this.click(event), true);
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.pinch();
    this.drag();
    this.toFront();
  }

  // Where the stage is, in the middle.
  toFront() {
    this.box.scrollTo({ left: (this.box.scrollWidth - this.box.clientWidth) / 2, top: 0, behavior: "instant" });
  }

  get smallest() {
    const { clientWidth, clientHeight } = this.box;
    return Math.min(1, clientWidth / this.hall.offsetWidth, clientHeight / this.hall.offsetHeight);
  }

  // To this size; what is at `x` and `y` of the box stays there.
  to(zoom, x = this.box.clientWidth / 2, y = this.box.clientHeight / 2) {
    const { box, hall, zoom: old, aside } = this;
    this.zoom = Math.min(LARGEST, Math.max(this.smallest, zoom));
    if (this.zoom === old) return;
    const times = this.zoom / old;
    const left = (box.scrollLeft + x - aside) * times, top = (box.scrollTop + y) * times - y;
    const { offsetWidth: width, offsetHeight: height } = hall;
    this.aside = Math.max(0, (box.clientWidth - width * this.zoom) / 2);
    hall.style.transform = this.zoom === 1 ? "" : `translate(${this.aside}px) scale(${this.zoom})`;
    if (this.zoom === 1) this.aside = 0;
    // A drawing takes no room by itself: what is beyond the layout, or no longer needed of it, is added or taken away.
    hall.style.marginBlockEnd = `${height * (this.zoom - 1)}px`;
    hall.style.marginInlineEnd = `${Math.max(box.clientWidth - width, width * (this.zoom - 1))}px`;
    box.classList.toggle("is-overview", this.pitch < POINTER);
    box.scrollTo({ left: left + this.aside - x, top, behavior: "instant" });
  }

  // Pixels from one seat to the next.
  get pitch() {
    return this.zoom * parseFloat(getComputedStyle(this.map).getPropertyValue("--cell")) * rem();
  }

  deed(name) {
    if (name === "larger") this.to(this.zoom * STEP);
    if (name === "smaller") this.to(this.zoom / STEP);
    if (name === "overview") this.to(this.zoom > this.smallest ? this.smallest : 1);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = { "+": "larger", "=": "larger", "-": "smaller", 0: "overview" }[event.key];
    if (!name) return;
    event.preventDefault();
    this.deed(name);
    if (this.hall.contains(document.activeElement)) this.reveal(document.activeElement);
  }

  wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const [x, y] = this.at(event);
    this.to(this.zoom * Math.exp(-event.deltaY / 300), x, y);
  }

  at({ clientX, clientY }) {
    const { left, top } = this.box.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  // Seats too small to be hit are no choice: a press goes nearer instead. Keys know what they mean.
  click(event) {
    const isPointed = event.detail > 0;
    const least = event.pointerType === "mouse" ? POINTER : THUMB;
    if (this.dragged || (isPointed && this.pitch < least)) {
      event.preventDefault();
      event.stopPropagation();
      if (!this.dragged) this.to(1, ...this.at(event));
    }
    this.dragged = false;
  }

  reveal(seat) {
    const isSmall = this.pitch < POINTER;
    if (isSmall) this.to(1);
    seat.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // Two fingers. Browsers give their movements to scrolling unless they are told at once not to.
  pinch() {
    let start;
    const spread = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    const middle = ([one, other]) => ({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 });
    this.box.addEventListener("touchstart", ({ touches }) => {
      start = touches.length === 2 ? { spread: spread(touches), zoom: this.zoom } : null;
    }, { passive: true });
    this.box.addEventListener("touchmove", (event) => {
      if (!start || event.touches.length !== 2) return;
      event.preventDefault();
      this.to((start.zoom * spread(event.touches)) / start.spread, ...this.at(middle(event.touches)));
    }, { passive: false });
  }

  drag() {
    let from;
    this.box.addEventListener("pointerdown", (event) => {
      this.dragged = false;
      const { scrollLeft: left, scrollTop: top } = this.box;
      from = event.pointerType === "mouse" && event.button === 0 ? { x: event.clientX, y: event.clientY, left, top } : null;
    });
    addEventListener("pointermove", ({ clientX, clientY, buttons }) => {
      if (!from || !buttons) return (from = null);
      const right = clientX - from.x, down = clientY - from.y;
      this.dragged ||= Math.hypot(right, down) > DRAGGED;
      if (this.dragged) this.box.scrollTo({ left: from.left - right, top: from.top - down, behavior: "instant" });
    });
    addEventListener("pointerup", () => (from = null));
  }
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
