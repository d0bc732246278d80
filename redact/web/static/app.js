/** The page: fetches the case, ties list, page and detail together, and hears keys and buttons. */

import { Adding } from "./adding.js";
import { askText } from "./dialogs.js";
import { awaitsSecond } from "./store.js";
import { byId, make } from "./dom.js";
import { contradictionsDialog } from "./contradictions.js";
import { Decisions } from "./decisions.js";
import { Detail } from "./detail.js";
import { DocumentPanel } from "./document.js";
import { Fault, Question, say, showConnection } from "./bars.js";
import { Filters } from "./filters.js";
import { helpDialog, listen } from "./keys.js";
import { PageView } from "./page.js";
import { personsDialog } from "./persons.js";
import { Server } from "./server.js";
import { Store } from "./store.js";
import { WorkList } from "./worklist.js";
import { count, DOUBT, duration, KEEP, percent, REDACT } from "./wording.js";

class Desk {
  store = new Store();
  server = new Server();
  question = new Question();
  fault = new Fault();
  filters = new Filters(this.store);
  list = new WorkList(this.store, this.filters);
  page = new PageView(this.store, this.server);
  detail = new Detail(this.store, this.server);
  panel = new DocumentPanel(this.store);
  decisions = new Decisions(this);
  adding = new Adding(this);

  /** Fetches everything and shows the first open hit. */
  async begin() {
    const [record, hits] = await Promise.all([this.server.get("/api/case"), this.server.get("/api/hits")]);
    this.store.load(record, hits);
    this.#introduce(record);
    this.filters.fill();
    this.list.rebuild();
    this.#wire();
    const first = this.store.order
      .map((id) => this.store.hits.get(id))
      .find((hit) => (record.second ? awaitsSecond(hit) : hit.open));
    const id = first?.id ?? this.list.ids[0];
    if (id) await this.select(id);
    else if (record.documents[0]) await this.page.turn(record.documents[0].id, 1);
    this.#progress();
    document.body.dataset.ready = "true";
    this.server.poll(() => this.store.revision);
  }

  #introduce(record) {
    const name = [record.case_number, record.matter].filter(Boolean).join(" · ") || record.bundle;
    byId("matter").textContent = name;
    document.title = `${name} – beoordelen`;
    byId("reviewer").textContent = record.reviewer;
    byId("estimate").textContent = record.estimate ?? "";
    byId("second-badge").hidden = !record.second;
    byId("only-second").checked = record.second;
    document.body.classList.toggle("second-reader", record.second);
  }

  /** The hit that everything is about now. */
  current() {
    return this.store.hits.get(this.list.current) ?? null;
  }

  /** Makes a hit the current one, everywhere. */
  async select(id) {
    if (!this.store.hits.has(id)) return;
    this.list.select(id);
    this.detail.show(id);
    this.#tab("hit");
    if (this.page.preview) this.page.look(false);
    const shown = this.page.select(id);
    const next = this.list.after(id, (hit) => hit.open);
    try {
      await shown;
    } catch (error) {
      this.fault.show(error.message);
    }
    if (next) this.page.prepare(next);
  }

  #wire() {
    this.store.addEventListener("change", (event) => this.#changed(event.detail));
    this.list.addEventListener("choose", (event) => this.#chosen(event.detail));
    this.list.addEventListener("document", (event) => this.#openDocument(event.detail));
    this.page.addEventListener("choose", (event) => this.#chosen(event.detail));
    this.page.addEventListener("turned", () => this.#turned());
    this.page.marking.addEventListener("words", () => this.adding.show());
    this.page.marking.addEventListener("change", () => this.adding.show());
    this.page.marking.addEventListener("box", (event) =>
      this.adding.place({ box: event.detail }, "Getekend vak lakken"),
    );
    this.panel.addEventListener("decide", (event) => this.#decideDocument(event.detail));
    this.panel.addEventListener("confirm", (event) => this.#secondDocument(event.detail, "confirm", {}));
    this.panel.addEventListener("return", (event) => this.#returnDocument(event.detail));
    this.server.addEventListener("news", (event) => this.store.take(event.detail));
    this.server.addEventListener("refused", (event) => this.#refused(event.detail));
    showConnection(this.server);
    this.#wireDetail();
    this.#wireButtons();
    listen(this.#actions(), () => !this.server.connected);
  }

  #wireDetail() {
    const { detail, decisions } = this;
    detail.addEventListener("decide", (event) => decisions.decide(event.detail));
    detail.addEventListener("ground", (event) => decisions.ground(event.detail));
    detail.addEventListener("note", (event) => decisions.note(event.detail.id, event.detail.text));
    detail.addEventListener("choose", (event) => this.#chosen(event.detail));
    detail.addEventListener("all", () => decisions.all());
    detail.addEventListener("confirm", () => decisions.confirm());
    detail.addEventListener("return", () => decisions.sendBack());
    detail.addEventListener("contradictions", () => this.#contradictions());
  }

  #wireButtons() {
    const actions = this.#actions();
    for (const element of document.querySelectorAll("[data-action]")) {
      element.addEventListener("click", () => this.server.connected && actions[element.dataset.action]());
    }
    for (const element of document.querySelectorAll("#panes button")) {
      element.addEventListener("click", () => this.pane(element.dataset.pane));
    }
    byId("tab-hit").addEventListener("click", () => this.#tab("hit"));
    byId("tab-document").addEventListener("click", () => this.#openDocument(this.page.place?.document));
    byId("marked-redact").addEventListener("click", () => this.adding.words());
    byId("marked-cancel").addEventListener("click", () => this.page.marking.clear());
  }

  /** What keys and buttons do, by name. */
  #actions() {
    const { decisions, list, page } = this;
    const walk = (step) => {
      this.question.dismiss();
      this.select(list.step(step));
    };
    return {
      next: () => walk(1),
      before: () => walk(-1),
      nextOpen: () => this.#nextOpen(),
      pageAfter: () => this.#leaf(1),
      pageBefore: () => this.#leaf(-1),
      find: () => {
        this.pane("work");
        byId("filter-text").select();
        byId("filter-text").focus();
      },
      redact: () => decisions.decide(REDACT),
      keep: () => decisions.decide(KEEP),
      doubt: () => decisions.decide(DOUBT),
      all: () => decisions.all(),
      ground: (number, add) => decisions.groundByNumber(number, add),
      note: () => this.#note(),
      undo: () => decisions.step("/api/undo"),
      redo: () => decisions.step("/api/redo"),
      box: () => this.adding.begin("box"),
      words: () => this.adding.begin("words"),
      whole: () => this.adding.whole(),
      search: () => this.adding.search(),
      preview: () => page.look(!page.preview),
      information: () => this.#information(),
      contradictions: () => this.#contradictions(),
      persons: () => this.#persons(),
      help: () => helpDialog(),
      confirm: () => this.#second("confirm", () => decisions.confirm()),
      sendBack: () => this.#second("return", () => decisions.sendBack()),
      zoom: (step) => page.zoom(step),
      zoomIn: () => page.zoom(1),
      zoomOut: () => page.zoom(-1),
      zoomFit: () => page.zoom(0),
      escape: () => this.#escape(),
      enter: () => this.#enter(),
      waiting: () => (this.question.firm && this.question.open) || page.marking.hasWords,
      marking: () => page.marking.mode === "words",
      mark: (key, extend) => page.marking.key(key, extend),
    };
  }

  #chosen(id) {
    this.question.dismiss();
    this.select(id);
    if (this.narrow()) this.pane("detail");
  }

  #nextOpen() {
    const id = this.list.after(this.list.current, this.store.record.second ? awaitsSecond : (hit) => hit.open);
    this.question.dismiss();
    if (id) this.select(id);
    else say("Er is geen open treffer meer in deze lijst.");
  }

  async #leaf(step) {
    const place = this.page.neighbour(step);
    if (!place) return;
    byId("page-scroller").scrollTop = 0;
    await this.page.turn(place.document, place.page);
    say(`Pagina ${place.page} van ${this.store.documents.get(place.document).code}`);
  }

  #turned() {
    if (!byId("document-panel").hidden) this.panel.show(this.page.place.document);
  }

  #changed({ hits, structure, told, documents }) {
    const gone = this.list.current && !this.store.hits.has(this.list.current);
    if (structure) this.filters.fill();
    if (structure || documents || hits.length) {
      this.list.rebuild();
      this.page.draw();
    }
    if (structure) this.page.refresh();
    this.panel.draw();
    this.#progress();
    const hit = this.current();
    const mine = (id) => this.store.hits.get(id)?.group === hit?.group;
    if (gone) this.select(this.list.ids[0]);
    else if (structure || hits.some(mine) || told.some(mine)) this.detail.stale();
    else if (told.length) this.detail.forget();
  }

  #progress() {
    const { store } = this;
    const all = [...store.hits.values()].filter((hit) => !hit.hint || hit.verdict);
    const open = store.open;
    const done = all.length - open;
    const bar = byId("progress");
    bar.max = Math.max(1, all.length);
    bar.value = done;
    bar.textContent = percent(all.length ? done / all.length : 1);
    const left = open && store.progress.seconds_left ? ` · nog ongeveer ${duration(store.progress.seconds_left)}` : "";
    const words = open ? `${count(done)} van ${count(all.length)} beoordeeld${left}` : "Alle treffers zijn beoordeeld";
    byId("progress-text").textContent = words;
    const second = [...store.hits.values()].filter(awaitsSecond).length;
    byId("second-count").textContent = second ? ` (${count(second)})` : "";
    this.#secondDocuments();
    const number = store.progress.contradictions;
    byId("contradiction-count").textContent = number ? ` (${count(number)})` : "";
  }

  /** Refusals in full that wait for this second reader. */
  #secondDocuments() {
    const { record, documents } = this.store;
    const found = record.second ? [...documents.values()].filter((each) => each.needs_second && !each.second) : [];
    const rows = found.map((each) =>
      make(
        "li",
        {},
        make("button", {
          type: "button",
          class: "link",
          text: `${each.code} ${each.title || each.name}: ${each.judgement}`,
          onclick: () => this.#openDocument(each.id),
        }),
      ),
    );
    byId("second-documents").hidden = !rows.length;
    if (rows.length !== byId("second-documents").querySelectorAll("li").length)
      byId("second-documents")
        .querySelector("ul")
        .replaceChildren(...rows);
  }

  #refused(error) {
    if (error.status === 409) location.reload();
    else this.fault.show(error.message);
  }

  /** Whether the panes are shown one at a time. */
  narrow() {
    return getComputedStyle(byId("panes")).display !== "none";
  }

  /** Shows this pane, where they are shown one at a time. */
  pane(name) {
    document.body.dataset.pane = name;
    for (const element of document.querySelectorAll("#panes button"))
      element.setAttribute("aria-pressed", String(element.dataset.pane === name));
    if (name === "work") this.list.reveal();
  }

  #tab(name) {
    const hit = name === "hit";
    byId("hit-panel").hidden = !hit;
    byId("document-panel").hidden = hit;
    byId("tab-hit").setAttribute("aria-pressed", String(hit));
    byId("tab-document").setAttribute("aria-pressed", String(!hit));
  }

  #openDocument(id) {
    if (!id) return;
    this.#tab("document");
    this.panel.show(id);
    if (this.narrow()) this.pane("detail");
    if (this.page.place?.document !== id) this.page.turn(id, 1);
  }

  #information() {
    if (byId("document-panel").hidden) {
      this.#openDocument(this.page.place?.document);
      byId("document-judgement")?.focus();
    } else this.#tab("hit");
  }

  async #decideDocument({ id, values }) {
    const answer = await this.decisions.perform(`/api/documents/${encodeURIComponent(id)}`, { values });
    if (!answer) this.panel.draw(true);
  }

  /** The second reader's word on the document in view, or else on the current hit. */
  #second(what, otherwise) {
    const id = byId("document-panel").hidden ? null : this.panel.awaited;
    if (!id) return otherwise();
    return what === "confirm" ? this.#secondDocument(id, what, {}) : this.#returnDocument(id);
  }

  async #returnDocument(id) {
    const code = this.store.documents.get(id).code;
    const remark = await askText(`Document ${code} terugsturen`, "Wat moet de eerste lezer weten?", "Terugsturen");
    if (remark) await this.#secondDocument(id, "return", { remark });
  }

  async #secondDocument(id, what, body) {
    if (await this.decisions.perform(`/api/documents/${encodeURIComponent(id)}/${what}`, body)) this.panel.draw(true);
  }

  #note() {
    if (this.narrow()) this.pane("detail");
    this.#tab("hit");
    byId("note")?.focus();
  }

  #contradictions() {
    const { server, store, decisions } = this;
    const repair = (id, side) => decisions.perform("/api/repair", { id, side });
    return contradictionsDialog({ server, store, repair, choose: (id) => this.#chosen(id) });
  }

  #persons() {
    const { store, decisions } = this;
    return personsDialog({
      store,
      choose: (id) => this.#chosen(id),
      join: (hits) => decisions.perform("/api/persons/join", { hits }),
      split: (hit) => decisions.perform("/api/persons/split", { hit }),
    });
  }

  #escape() {
    const { page } = this;
    if (document.activeElement?.matches?.("input, textarea, select")) document.activeElement.blur();
    if (page.escape() || this.question.dismiss() || this.fault.dismiss()) return;
    if (page.marking.mode || page.marking.hasWords) {
      page.marking.clear();
      say("");
    } else if (page.preview) page.look(false);
  }

  #enter() {
    if (this.question.open && this.question.firm) this.question.accept();
    else this.adding.words();
  }
}

const desk = new Desk();
desk.begin().catch((error) => {
  byId("loading").replaceChildren(
    make("p", { role: "alert", text: error.message || "De pagina kan niet worden geladen." }),
  );
});
