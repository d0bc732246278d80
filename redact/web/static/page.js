/** The page in the middle: picture, boxes, zoom, and the pointer on it. */

import { hitsAt, overlay, patterns } from "./overlay.js";
import { byId, make } from "./dom.js";
import { Marking } from "./marking.js";
import { Pages } from "./pages.js";
import { many, named, quoted, STATE } from "./wording.js";

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const LETTER = 9.5;

/** Events: 'choose' (`detail` = hit id), 'turned' (another page is shown). */
export class PageView extends EventTarget {
  #store;
  #pages;
  #scroller = byId("page-scroller");
  #sheet = byId("sheet");
  #svg = byId("overlay");
  #data = null;
  #zoom = 1;
  #turn = 0;
  #frame = 0;
  marking = new Marking();
  place = null;
  current = null;
  preview = false;

  constructor(store, server) {
    super();
    this.#store = store;
    this.#pages = new Pages(server);
    new ResizeObserver(() => this.#fit()).observe(this.#scroller);
    this.marking.addEventListener("change", () => this.draw());
    this.#svg.addEventListener("pointerdown", (event) => this.#press(event));
    this.#svg.addEventListener("pointermove", (event) => this.marking.drag(this.#point(event)));
    this.#svg.addEventListener("pointerup", (event) => this.#release(event));
    this.#svg.addEventListener("pointercancel", () => this.marking.clear(this.marking.mode));
  }

  /** Size, words and boxes of the page in view; null while it is fetched. */
  get data() {
    return this.#data;
  }

  /** Shows a hit on its page. */
  async select(id) {
    this.current = id;
    const hit = this.#store.hits.get(id);
    if (!hit) return;
    if (this.#shows(hit)) {
      this.draw();
      this.#reveal();
      return;
    }
    await this.turn(hit.document, hit.page);
    if (this.current === id) this.#reveal();
  }

  #shows(hit) {
    return this.place?.document === hit.document && hit.pages.includes(this.place.page);
  }

  /** Fetches the page of a hit that will probably be looked at next. */
  prepare(id) {
    const hit = this.#store.hits.get(id);
    if (hit && !this.#shows(hit)) this.#pages.prepare(hit.document, hit.page, this.#width());
  }

  /** Shows a page. */
  async turn(documentId, number) {
    this.place = { document: documentId, page: number };
    const turn = (this.#turn += 1);
    this.#name();
    const data = await this.#pages.data(documentId, number);
    if (turn !== this.#turn) return;
    this.#data = data;
    this.marking.turn(data);
    this.#svg.setAttribute("viewBox", `0 0 ${data.width} ${data.height}`);
    this.#svg.replaceChildren(patterns());
    this.#fit();
    this.#paint();
    this.draw();
    this.dispatchEvent(new Event("turned"));
  }

  /** Hits came or went: the boxes of this page are fetched anew. */
  async refresh() {
    this.#pages.forget();
    if (!this.place) return;
    const turn = this.#turn;
    const data = await this.#pages.data(this.place.document, this.place.page);
    if (turn !== this.#turn) return;
    this.#data = data;
    this.draw();
  }

  /** The page `step` places on, in the next or previous document where this one ends. */
  neighbour(step) {
    if (!this.place) return null;
    const documents = [...this.#store.documents.values()].filter((each) => each.pages > 0 && !each.refusal);
    const at = documents.findIndex((each) => each.id === this.place.document);
    const page = this.place.page + step;
    if (at >= 0 && page >= 1 && page <= documents[at].pages) return { document: this.place.document, page };
    const other = documents[at + step];
    return other ? { document: other.id, page: step > 0 ? 1 : other.pages } : null;
  }

  #name() {
    const record = this.#store.documents.get(this.place.document);
    byId("page-code").textContent = record.code;
    byId("page-title").textContent = record.title || record.name;
    byId("page-number").textContent = `Pagina ${this.place.page} van ${record.pages}`;
    byId("page-before").disabled = this.neighbour(-1) === null;
    byId("page-after").disabled = this.neighbour(1) === null;
  }

  /** Shows the page as it is, or as it will be published. */
  async look(preview) {
    this.preview = preview;
    document.body.classList.toggle("preview", preview);
    byId("preview-bar").hidden = !preview;
    if (preview && this.place) await this.refresh();
    if (this.place) this.#paint();
  }

  #paint() {
    const { document: id, page } = this.place;
    const picture = this.#pages.picture(this.preview ? "preview" : "pages", id, page, this.#width());
    picture.classList.add("picture");
    picture.alt = `Pagina ${page} van document ${this.#store.documents.get(id).code}`;
    byId("page-fault").hidden = true;
    this.#sheet.classList.toggle("waiting", this.preview);
    picture.onload = () => this.#sheet.classList.remove("waiting");
    picture.onerror = () => this.#faulty(picture);
    const old = this.#sheet.querySelector(".picture");
    if (old !== picture) old ? old.replaceWith(picture) : this.#sheet.prepend(picture);
    byId("preview-note").textContent = this.#data?.preview ?? "";
  }

  #faulty(picture) {
    if (!picture.isConnected) return;
    this.#sheet.classList.remove("waiting");
    byId("page-fault").textContent = this.preview
      ? "Van deze pagina is geen voorbeeld: het document wordt niet vrijgegeven."
      : "Deze pagina kan niet worden getoond.";
    byId("page-fault").hidden = false;
  }

  #width() {
    return Math.max(280, this.#scroller.clientWidth - 32) * this.#zoom;
  }

  #fit() {
    if (!this.#data) return;
    const width = this.#width();
    this.#sheet.style.width = `${width}px`;
    this.#sheet.style.height = `${(width * this.#data.height) / this.#data.width}px`;
    this.draw();
  }

  /** Zooms in (1), out (-1), or back to the width of the pane (0). */
  zoom(step) {
    const at = ZOOMS.indexOf(this.#zoom);
    this.#zoom = step ? ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, at + step))] : 1;
    byId("zoom").textContent = this.#zoom === 1 ? "Passend" : `${this.#zoom * 100}%`;
    this.#fit();
    if (this.place) this.#paint();
    this.#reveal();
  }

  /** Draws the boxes anew, once before the next paint however often it is asked. */
  draw() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    if (!this.#data) return;
    const hit = this.#store.hits.get(this.current);
    const size = LETTER / (this.#width() / this.#data.width);
    const look = { current: this.current, alike: hit?.group, colour: (each) => this.#store.colour(each), size };
    const defs = this.#svg.querySelector("defs");
    this.#svg.replaceChildren(defs, ...overlay(this.#data, this.#store.hits, look), ...this.marking.shapes());
    this.#svg.setAttribute("class", this.marking.mode ? `mode-${this.marking.mode}` : "");
    byId("page-open").textContent = this.#summary();
  }

  #summary() {
    const hits = [...new Set(this.#data.boxes.map((each) => each.hit))]
      .map((id) => this.#store.hits.get(id))
      .filter(Boolean);
    const open = hits.filter((hit) => hit.open).length;
    return hits.length ? `${many(hits.length, "treffer", "treffers")}, ${open} open` : "geen treffers";
  }

  #reveal() {
    const box = this.#data?.boxes.find((each) => each.hit === this.current)?.box;
    if (!box) return;
    const scale = this.#width() / this.#data.width;
    const [left, top, right, bottom] = box.map((value) => value * scale + 16);
    const pane = this.#scroller;
    const seen = top >= pane.scrollTop + 60 && bottom <= pane.scrollTop + pane.clientHeight - 60;
    const tall = bottom - top > pane.clientHeight - 120;
    if (tall) pane.scrollTop = top - 60;
    else if (!seen) pane.scrollTop = (top + bottom - pane.clientHeight) / 2;
    if (left < pane.scrollLeft || right > pane.scrollLeft + pane.clientWidth) pane.scrollLeft = left - 60;
  }

  /** The box of the current hit on this page, to begin marking words at. */
  get near() {
    return this.#data?.boxes.find((each) => each.hit === this.current)?.box ?? null;
  }

  #point(event) {
    const frame = this.#svg.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) * this.#data.width) / frame.width,
      ((event.clientY - frame.top) * this.#data.height) / frame.height,
    ];
  }

  #press(event) {
    if (event.button !== 0 || !this.#data || this.preview) return;
    this.#svg.setPointerCapture(event.pointerId);
    this.#shut();
    this.marking.press(this.#point(event));
  }

  #release(event) {
    if (!this.#data || this.preview || event.button !== 0) return;
    const point = this.#point(event);
    if (this.marking.release()) return;
    if (this.marking.mode === "words") {
      this.marking.click(point, event.shiftKey);
      return;
    }
    this.#chosen(point, event);
  }

  #chosen(point, event) {
    const found = hitsAt(this.#data, this.#store.hits, point);
    if (found.length === 1) this.#tell(found[0]);
    else if (found.length > 1) this.#pick(found, event);
    else if (!this.marking.click(point) && this.marking.hasWords) this.marking.clear();
  }

  /** Several hits at one place: a list to pick from. */
  #pick(ids, event) {
    const list = byId("pick");
    const choices = ids.map((id) => {
      const hit = this.#store.hits.get(id);
      const words = `${quoted(named(hit), 40)} · ${hit.kind} · ${STATE[hit.verdict]}`;
      return make("button", {
        type: "button",
        text: words,
        onclick: () => {
          this.#shut();
          this.#tell(id);
        },
      });
    });
    list.replaceChildren(make("p", { text: `${ids.length} treffers op deze plaats` }), ...choices);
    const frame = this.#scroller.getBoundingClientRect();
    list.style.left = `${Math.min(event.clientX - frame.left, frame.width - 280)}px`;
    list.style.top = `${Math.min(event.clientY - frame.top + 8, frame.height - 60 - 34 * ids.length)}px`;
    list.hidden = false;
    choices[0].focus();
  }

  #shut() {
    byId("pick").hidden = true;
  }

  /** Closes the list to pick from. Whether it was there. */
  escape() {
    const shown = !byId("pick").hidden;
    this.#shut();
    return shown;
  }

  #tell(id) {
    this.dispatchEvent(new CustomEvent("choose", { detail: id }));
  }
}
