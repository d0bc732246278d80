/** What reviewers add to the hits: boxes, words, pages, and texts wherever they stand. */

import { askGround } from "./dialogs.js";
import { byId } from "./dom.js";
import { say } from "./bars.js";
import { searchDialog } from "./search.js";
import { many, quoted, REDACT } from "./wording.js";

/** `desk`: {page, store, server, decisions, current, select, narrow, pane} of the page. */
export class Adding {
  #desk;

  constructor(desk) {
    this.#desk = desk;
  }

  /** Begins or ends drawing a box or choosing words. */
  begin(mode) {
    const { marking } = this.#desk.page;
    if (this.#desk.page.preview) this.#desk.page.look(false);
    if (this.#desk.narrow()) this.#desk.pane("page");
    if (marking.mode === mode) return marking.clear();
    if (mode === "words") marking.begin(this.#desk.page.near);
    else marking.clear(mode);
    return say(
      mode === "box"
        ? "Teken met de muis een vak op de pagina. Esc stopt."
        : "Kies woorden met de pijltjes of de muis. Enter lakt, Esc stopt.",
    );
  }

  /** Shows what is marked, and what can be done with it. */
  show() {
    const { marking } = this.#desk.page;
    for (const name of ["box", "words"])
      document.querySelector(`[data-action=${name}]`).setAttribute("aria-pressed", String(marking.mode === name));
    byId("marked").hidden = !marking.hasWords;
    if (!marking.hasWords) return;
    const { words, text } = marking;
    byId("marked-text").textContent = `${many(words.length, "woord", "woorden")} gekozen: ${quoted(text, 50)}`;
  }

  /** Redacts the chosen words. */
  async words() {
    const { marking } = this.#desk.page;
    if (!marking.hasWords) return;
    await this.place({ words: marking.span }, "Tekst lakken", marking.text);
  }

  /** Redacts the whole page in view. */
  whole() {
    const { document: id, page } = this.#desk.page.place;
    return this.place({ whole: true }, `Pagina ${page} van ${this.#desk.store.documents.get(id).code} helemaal lakken`);
  }

  /** Asks for a ground and redacts a place: a box, words or a page. */
  async place(what, title, text = "") {
    const { document: id, page } = this.#desk.page.place;
    const start = text || !what.whole ? this.#desk.decisions.usual : [];
    const answer = await askGround(this.#desk.store.record, { title, text, start, everywhere: text !== "" });
    if (!answer) return;
    this.#desk.decisions.remember(answer.grounds);
    this.#desk.page.marking.clear();
    const grounds = answer.grounds;
    const done = answer.everywhere
      ? await this.#desk.decisions.perform("/api/terms", { text, grounds })
      : await this.#desk.decisions.perform("/api/places", { document: id, page, ...what, grounds });
    this.#showNew(done, id, page);
  }

  #showNew(answer, id, page) {
    const fresh =
      answer?.hits.find((hit) => hit.document === id && hit.page === page && hit.type === "BY_HAND") ?? answer?.hits[0];
    if (fresh) this.#desk.select(fresh.id);
  }

  /** Searches the bundle for a text and redacts where it stands. */
  async search() {
    const start = this.#desk.page.marking.text || this.#desk.current()?.text.replace(/\s+/g, " ") || "";
    const answer = await searchDialog({
      store: this.#desk.store,
      server: this.#desk.server,
      start,
      grounds: this.#desk.decisions.usual,
    });
    if (!answer) return;
    this.#desk.decisions.remember(answer.grounds);
    if (answer.hits.length)
      await this.#desk.decisions.repair({ verdict: REDACT, grounds: answer.grounds }, answer.hits);
    if (answer.everywhere)
      await this.#desk.decisions.perform("/api/terms", { text: answer.everywhere, grounds: answer.grounds });
    for (const place of answer.places) {
      await this.#desk.decisions.perform("/api/places", {
        document: place.document,
        page: place.page,
        words: place.at,
        grounds: answer.grounds,
      });
    }
  }
}
