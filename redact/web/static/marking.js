/** Marking on a page: words by mouse or keyboard, or a drawn box. All in points. */

import { draw } from "./dom.js";

const SLIP = 3;
const SMALLEST = 3;

/** What is being marked: nothing, words, or a box. Events: 'change', 'words' (ready), 'box' (`detail` = box). */
export class Marking extends EventTarget {
  mode = "";
  #page = null;
  #words = [];
  #anchor = -1;
  #focus = -1;
  #corner = null;
  #box = null;

  /** Another page is shown: nothing is marked on it. */
  turn(page) {
    this.#page = page;
    this.#words = page ? [...page.words].sort((one, two) => one.at[0] - two.at[0]) : [];
    this.clear(this.mode);
  }

  /** Whether words are marked. */
  get hasWords() {
    return this.#anchor >= 0;
  }

  /** The marked words in reading order. */
  get words() {
    if (!this.hasWords) return [];
    const [first, last] = [this.#anchor, this.#focus].sort((one, two) => one - two);
    return this.#words.slice(first, last + 1);
  }

  /** Their text. */
  get text() {
    return this.words.map((word) => word.text).join(" ");
  }

  /** Their offsets in the page's text. */
  get span() {
    const words = this.words;
    return [words[0].at[0], words.at(-1).at[1]];
  }

  /** Ends what was being marked; `mode` is '', 'words' or 'box'. */
  clear(mode = "") {
    this.mode = mode;
    this.#anchor = this.#focus = -1;
    this.#corner = this.#box = null;
    this.#tell("change");
  }

  /** Begins marking words by keyboard, at this place of the page. */
  begin(near) {
    this.clear("words");
    if (!this.#words.length) return;
    this.#anchor = this.#focus = near ? this.#nearest([(near[0] + near[2]) / 2, (near[1] + near[3]) / 2]) : 0;
    if (near) this.#anchor = this.#focus = this.#firstIn(near) ?? this.#anchor;
    this.#tell("change");
  }

  #firstIn([x0, y0, x1, y1]) {
    const index = this.#words.findIndex(({ box }) => {
      const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      return x >= x0 - 1 && x <= x1 + 1 && y >= y0 - 1 && y <= y1 + 1;
    });
    return index < 0 ? null : index;
  }

  /** Moves the keyboard's word; with `extend`, the other end stays where it was. Whether the key was one for this. */
  key(name, extend) {
    if (this.mode !== "words" || this.#focus < 0) return false;
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    if (name in steps) this.#focus = Math.min(this.#words.length - 1, Math.max(0, this.#focus + steps[name]));
    else if (name === "ArrowDown" || name === "ArrowUp") this.#focus = this.#line(name === "ArrowDown" ? 1 : -1);
    else return false;
    if (!extend) this.#anchor = this.#focus;
    this.#tell("change");
    return true;
  }

  #line(step) {
    const here = this.#words[this.#focus];
    const lines = [...new Set(this.#words.map((word) => word.line))];
    const line = lines[lines.indexOf(here.line) + step];
    if (line === undefined) return this.#focus;
    const x = (here.box[0] + here.box[2]) / 2;
    const away = (word) => Math.abs((word.box[0] + word.box[2]) / 2 - x);
    const best = this.#words
      .filter((word) => word.line === line)
      .reduce((one, two) => (away(two) < away(one) ? two : one));
    return this.#words.indexOf(best);
  }

  /** The pointer went down at this point. */
  press(point) {
    this.#corner = point;
    this.#box = null;
  }

  /** Whether the pointer is down and moved far enough to mark something. */
  get dragging() {
    return this.#box !== null;
  }

  /** The pointer moved to this point. */
  drag(point) {
    if (!this.#corner) return;
    if (!this.#box && Math.hypot(point[0] - this.#corner[0], point[1] - this.#corner[1]) < SLIP) return;
    this.#box = hull(this.#corner, point);
    if (this.mode !== "box") {
      this.#anchor = this.#nearest(this.#corner);
      this.#focus = this.#nearest(point);
    }
    this.#tell("change");
  }

  /** The pointer went up. Whether something was marked by it. */
  release() {
    const [box, dragged] = [this.#box, this.#box !== null];
    this.#corner = this.#box = null;
    if (!dragged) return false;
    if (this.mode === "box") this.#drawn(box);
    else if (this.hasWords) this.#tell("words");
    return true;
  }

  #drawn(box) {
    const clipped = [
      Math.max(0, box[0]),
      Math.max(0, box[1]),
      Math.min(this.#page.width, box[2]),
      Math.min(this.#page.height, box[3]),
    ];
    this.clear();
    if (clipped[2] - clipped[0] >= SMALLEST && clipped[3] - clipped[1] >= SMALLEST) this.#tell("box", clipped);
  }

  /** Marks the word at this point, or the words up to it. Whether there is one. */
  click(point, extend = false) {
    const index = this.#words.findIndex(
      ({ box }) => point[0] >= box[0] && point[0] <= box[2] && point[1] >= box[1] && point[1] <= box[3],
    );
    if (index < 0) return false;
    if (!extend || !this.hasWords) this.#anchor = index;
    this.#focus = index;
    this.#tell("words");
    this.#tell("change");
    return true;
  }

  #nearest([x, y]) {
    const away = ({ box }) => {
      const [over, down] = [Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3])];
      return over + 6 * down;
    };
    let best = -1;
    for (let index = 0; index < this.#words.length; index += 1) {
      if (best < 0 || away(this.#words[index]) < away(this.#words[best])) best = index;
    }
    return best;
  }

  /** What shows the marking on the page. */
  shapes() {
    if (this.mode === "box" && this.#box) return [draw("rect", { ...rect(this.#box), class: "drawn" })];
    return this.words.map(({ box }) => draw("rect", { ...rect(box), class: "marked" }));
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const hull = ([x0, y0], [x1, y1]) => [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];

const rect = ([x0, y0, x1, y1]) => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
