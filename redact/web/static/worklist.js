/** The work list: thousands of hits, of which only the rows in view are made. */

import { awaitsSecond } from "./store.js";
import { byId, make } from "./dom.js";
import { count, DOUBT, many, named, pages, score, SIGN, STATE, STYLE } from "./wording.js";

const HIT = 46;
const HEAD = 40;
const SPARE = 6;
const ONCE = "g-once";

/** Events: 'choose' (`detail` = hit id) and 'document' (`detail` = document id). */
export class WorkList extends EventTarget {
  #store;
  #filters;
  #box = byId("worklist");
  #inner = byId("worklist-rows");
  #rows = [];
  #ids = [];
  #place = new Map();
  #shut = new Set();
  #view = "document";
  #drawn = 0;
  #memory = new Map();
  current = null;

  constructor(store, filters) {
    super();
    this.#store = store;
    this.#filters = filters;
    this.#box.addEventListener("scroll", () => this.#later());
    new ResizeObserver(() => this.draw()).observe(this.#box);
    this.#inner.addEventListener("click", (event) => this.#click(event));
    this.#box.addEventListener("keydown", (event) => this.#fold(event));
    for (const choice of document.querySelectorAll("input[name=view]")) {
      choice.addEventListener("change", () => this.#look(choice.value));
    }
    filters.addEventListener("change", () => this.rebuild());
  }

  /** The ids in the order of the list, the folded ones too. */
  get ids() {
    return this.#ids;
  }

  #look(view) {
    this.#view = view;
    this.rebuild();
    this.reveal();
  }

  /** Works out anew which rows there are. */
  rebuild() {
    const accepts = this.#filters.test();
    const hits = this.#store.order.map((id) => this.#store.hits.get(id)).filter(accepts);
    const groups = this.#grouped(hits);
    this.#rows = [];
    this.#ids = [];
    let top = 0;
    for (const group of groups) {
      this.#rows.push({ group, top, height: HEAD });
      top += HEAD;
      for (const hit of group.hits) {
        this.#ids.push(hit.id);
        if (this.#shut.has(group.key)) continue;
        this.#rows.push({ id: hit.id, top, height: HIT });
        top += HIT;
      }
    }
    this.#finish(top);
  }

  #finish(height) {
    this.#place = new Map(this.#rows.map((row, index) => [row.id ?? row.group.key, index]));
    this.#inner.style.height = `${height}px`;
    this.#box.setAttribute("aria-rowcount", String(this.#rows.length));
    const all = this.#store.hits.size;
    const shown = this.#ids.length;
    const open = this.#ids.reduce((sum, id) => sum + (this.#store.hits.get(id).open ? 1 : 0), 0);
    const part =
      shown === all ? many(all, "treffer", "treffers") : `${count(shown)} van ${many(all, "treffer", "treffers")}`;
    byId("worklist-count").textContent = `${part}, ${count(open)} open`;
    byId("filter-clear").hidden = !this.#filters.active;
    byId("worklist-empty").hidden = shown > 0;
    this.#box.hidden = shown === 0;
    this.#later();
  }

  /** Which heading a hit stands under; what occurs once shares one. */
  #key(hit) {
    if (this.#view === "document") return `d-${hit.document}`;
    if (this.#view === "kind") return `k-${hit.kind}`;
    return this.#store.alike(hit).length > 1 ? `g-${hit.group}` : ONCE;
  }

  #grouped(hits) {
    const groups = new Map();
    for (const hit of hits) {
      const name = this.#key(hit);
      if (!groups.has(name)) groups.set(name, { key: name, hits: [] });
      groups.get(name).hits.push(hit);
    }
    const all = [...groups.values()];
    return this.#view === "document" ? all : all.sort((one, two) => this.#weight(two) - this.#weight(one));
  }

  /** The largest groups come first; while somebody works, the order stays as it was. */
  #weight(group) {
    if (group.key === ONCE) return 0;
    const name = `${this.#view} ${group.key}`;
    if (!this.#memory.has(name)) this.#memory.set(name, group.hits.length);
    return this.#memory.get(name);
  }

  /** Draws the rows in view; with `only`, nothing happens when none of these hits is in view. */
  draw(only = null) {
    const from = this.#box.scrollTop;
    const first = Math.max(0, this.#at(from) - SPARE);
    const last = Math.min(this.#rows.length, this.#at(from + this.#box.clientHeight) + SPARE + 1);
    if (only && !only.some((id) => this.#between(id, first, last))) return;
    this.#inner.replaceChildren(...this.#rows.slice(first, last).map((row, index) => this.#made(row, first + index)));
    const row = this.current ? byId(`row-${this.current}`) : null;
    if (row) this.#box.setAttribute("aria-activedescendant", row.id);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #between(id, first, last) {
    const index = this.#place.get(id);
    return index === undefined || (index >= first && index < last);
  }

  #at(top) {
    let [low, high] = [0, this.#rows.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#rows[middle].top <= top) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  #later() {
    if (this.#drawn) return;
    this.#drawn = requestAnimationFrame(() => {
      this.#drawn = 0;
      this.draw();
    });
  }

  #made(row, index) {
    const element = row.group ? this.#head(row.group) : this.#hit(this.#store.hits.get(row.id));
    element.style.transform = `translateY(${row.top}px)`;
    element.setAttribute("aria-rowindex", String(index + 1));
    return element;
  }

  #head(group) {
    const open = group.hits.filter((hit) => this.#store.hits.get(hit.id)?.open).length;
    const shut = this.#shut.has(group.key);
    const done = 1 - open / group.hits.length;
    const bar = make("span", { class: "meter", "aria-hidden": "true" }, make("span", { class: "meter-done" }));
    bar.firstChild.style.width = `${done * 100}%`;
    const state = open ? `${count(open)} open` : "klaar";
    return make(
      "div",
      {
        role: "row",
        class: `row head${open ? "" : " done"}`,
        "aria-level": "1",
        "aria-expanded": String(!shut),
        id: `row-${group.key}`,
        dataset: { fold: group.key },
      },
      make(
        "span",
        { role: "gridcell", class: "head-cell" },
        make("span", { class: "fold", "aria-hidden": "true", text: shut ? "▸" : "▾" }),
        this.#title(group),
        bar,
        make("span", { class: "head-state", text: state }),
      ),
    );
  }

  #title(group) {
    const hit = group.hits[0];
    if (this.#view === "kind") return make("span", { class: "head-title", text: hit.kind });
    if (group.key === ONCE) return make("span", { class: "head-title", text: "Komt één keer voor" });
    if (this.#view === "group") {
      return make(
        "span",
        { class: "head-title" },
        this.#store.nameOf(hit.group) || "(vak zonder tekst)",
        make("small", { text: ` ${count(group.hits.length)}×` }),
      );
    }
    const record = this.#store.documents.get(hit.document);
    return make(
      "button",
      {
        type: "button",
        class: "head-title",
        tabindex: "-1",
        title: "Gegevens van dit document",
        dataset: { document: hit.document },
      },
      make("b", { text: record.code }),
      ` ${record.title || record.name}`,
    );
  }

  #hit(hit) {
    const chosen = hit.id === this.current;
    const record = this.#store.documents.get(hit.document);
    const where = this.#view === "document" ? pages(hit) : `${record.code}, ${pages(hit)}`;
    const facts = [where, hit.kind, hit.label || "geen grond", score(hit.score)].join(" · ");
    return make(
      "div",
      {
        role: "row",
        class: `row hit ${STYLE[hit.verdict]}${chosen ? " current" : ""}${hit.hint ? " hint" : ""}`,
        "aria-level": "2",
        "aria-selected": String(chosen),
        id: `row-${hit.id}`,
        dataset: { hit: hit.id },
      },
      make(
        "span",
        { role: "gridcell", class: "sign" },
        make("span", { "aria-hidden": "true", text: SIGN[hit.verdict] }),
        make("span", { class: "unseen", text: stateOf(hit) }),
      ),
      make(
        "span",
        { role: "gridcell", class: "hit-cell" },
        make("span", { class: "hit-text", text: named(hit) }),
        make("span", { class: "hit-facts", text: facts }),
      ),
      make("span", { role: "gridcell", class: "flags" }, flags(hit)),
    );
  }

  /** Makes this hit the current one and brings it into view. */
  select(id) {
    this.current = id;
    this.reveal();
  }

  /** Brings the current hit into view. */
  reveal() {
    const id = this.current;
    this.#unfold(id);
    const row = this.#rows[this.#place.get(id)];
    if (row) {
      const room = this.#box.clientHeight;
      if (row.top - HEAD < this.#box.scrollTop) this.#box.scrollTop = Math.max(0, row.top - HEAD);
      else if (row.top + row.height + HIT > this.#box.scrollTop + room)
        this.#box.scrollTop = row.top + row.height + HIT - room;
      this.#box.setAttribute("aria-activedescendant", `row-${id}`);
    }
    this.#later();
  }

  #unfold(id) {
    const hit = this.#store.hits.get(id);
    if (!hit) return;
    if (this.#shut.delete(this.#key(hit))) this.rebuild();
  }

  /** The hit `step` places on from the current one; the current one at either end. */
  step(step) {
    const at = this.#ids.indexOf(this.current);
    if (at < 0) return this.#ids[0] ?? null;
    return this.#ids[Math.min(this.#ids.length - 1, Math.max(0, at + step))];
  }

  /** The first hit after `id`, round the end, that `wanted` accepts; doubt comes last. */
  after(id, wanted) {
    const at = this.#ids.indexOf(id);
    const number = this.#ids.length;
    let doubt = null;
    for (let step = 1; step <= number; step += 1) {
      const hit = this.#store.hits.get(this.#ids[(at + step) % number]);
      if (!hit || hit.id === id || !wanted(hit)) continue;
      if (hit.verdict !== DOUBT) return hit.id;
      doubt ??= hit.id;
    }
    return doubt;
  }

  #click(event) {
    const target = event.target.closest("[data-document], [data-hit], [data-fold]");
    if (!target) return;
    if (target.dataset.document) this.#tell("document", target.dataset.document);
    else if (target.dataset.hit) this.#tell("choose", target.dataset.hit);
    else this.#toggle(target.dataset.fold);
  }

  #toggle(key, shut = !this.#shut.has(key)) {
    if (shut) this.#shut.add(key);
    else this.#shut.delete(key);
    this.rebuild();
  }

  /** Left folds the group of the current hit, right unfolds everything. */
  #fold(event) {
    const hit = this.#store.hits.get(this.current);
    if (event.key === "ArrowLeft" && hit) {
      this.#toggle(this.#key(hit), true);
    } else if (event.key === "ArrowRight") {
      this.#shut.clear();
      this.rebuild();
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function stateOf(hit) {
  return hit.hint && !hit.verdict ? "aanwijzing" : STATE[hit.verdict];
}

function flags(hit) {
  const found = [];
  if (hit.contradiction) found.push(["≠", "tegenstrijdig beoordeeld"]);
  if (awaitsSecond(hit)) found.push(["2", "te bevestigen door een tweede lezer"]);
  if (hit.second) found.push(["✓✓", `bevestigd door ${hit.second}`]);
  if (hit.remark) found.push(["✎", "met opmerking"]);
  return found.map(([sign, words]) =>
    make(
      "span",
      { class: "flag", title: words },
      make("span", { "aria-hidden": "true", text: sign }),
      make("span", { class: "unseen", text: `${words} ` }),
    ),
  );
}
