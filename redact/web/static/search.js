/** Search the whole bundle for a text and redact it: everywhere, or at the places that are ticked. */

import { button, make } from "./dom.js";
import { dialog, groundChoice } from "./dialogs.js";
import { count, DONE, many, REDACT } from "./wording.js";

const SHOWN = 300;

/**
 * Opens the dialog. `work`: {store, server, start (text), grounds (codes)} to begin with.
 * Answers null, {everywhere: text, grounds, hits} or {places, grounds, hits}.
 */
export function searchDialog(work) {
  return dialog("Zoeken en lakken", "search", (close, element) => new Search(work, close, element).parts());
}

class Search {
  #work;
  #close;
  #element;
  #answer = null;
  #turn = 0;
  #ticked = new Set();
  #chosen;
  #field;
  #results = make("div", { class: "results" });
  #fault = make("p", { class: "fault", role: "alert" });
  #state = make("p", { role: "status", class: "search-state" });
  #send;

  constructor(work, close, element) {
    this.#work = work;
    this.#element = element;
    this.#close = close;
    this.#chosen = new Set(work.grounds);
  }

  parts() {
    this.#field = make("input", {
      type: "text",
      id: "search-text",
      maxlength: "300",
      autocomplete: "off",
      "data-first": "",
    });
    this.#field.value = this.#work.start;
    const form = make(
      "form",
      {
        class: "search-form",
        onsubmit: (event) => {
          event.preventDefault();
          this.#search();
        },
      },
      make("label", { for: "search-text", text: "Tekst in de hele bundel" }),
      this.#field,
      make("button", { type: "submit", text: "Zoeken" }),
    );
    this.#send = button("Lakken", "", () => this.#finish(), { class: "primary", disabled: true });
    const choice = groundChoice(
      this.#work.store.record,
      this.#chosen,
      this.#element,
      () => (this.#fault.textContent = ""),
    );
    if (this.#work.start) this.#search();
    return [
      form,
      this.#state,
      this.#results,
      choice,
      this.#fault,
      make(
        "div",
        { class: "buttons" },
        this.#send,
        button("Annuleren", "", () => this.#close()),
      ),
    ];
  }

  async #search() {
    const text = this.#field.value.trim();
    if (!text) return;
    const turn = (this.#turn += 1);
    this.#state.textContent = "Bezig met zoeken…";
    this.#fault.textContent = "";
    this.#results.replaceChildren();
    this.#send.disabled = true;
    try {
      const answer = await this.#work.server.ask("/api/search", { text });
      if (turn !== this.#turn) return;
      this.#answer = { text, ...answer };
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#state.textContent = "";
      this.#fault.textContent = error.message;
      return;
    }
    this.#ticked = new Set(this.#answer.found.filter((each) => !this.#done(each)));
    this.#show();
  }

  #done(place) {
    return place.hit !== null && this.#work.store.hits.get(place.hit)?.verdict === REDACT;
  }

  #show() {
    const { found, total } = this.#answer;
    const listed = found.filter((each) => each.hit !== null).length;
    this.#state.textContent = total
      ? `${many(total, "keer", "keer")} gevonden, waarvan ${count(listed)} al in de werklijst`
      : "Niet gevonden. Let op hoofdletters.";
    const all = make("input", { type: "checkbox", onchange: (event) => this.#tickAll(event.target.checked) });
    all.checked = this.#ticked.size > 0 && this.#ticked.size === this.#open().length;
    const rows = found.slice(0, SHOWN).map((place) => this.#row(place));
    const rest = found.length - rows.length;
    this.#results.replaceChildren(
      ...(found.length
        ? [
            make("label", { class: "choice all" }, all, make("b", { text: "Alle plaatsen" })),
            make("ul", { class: "plain" }, rows),
            rest > 0
              ? make("p", { class: "calm", text: `En nog ${count(rest)} plaatsen; die gaan mee als u alles aanvinkt.` })
              : "",
          ]
        : []),
    );
    this.#count();
  }

  #open() {
    return this.#answer.found.filter((each) => !this.#done(each));
  }

  #row(place) {
    const verdict = place.hit === null ? null : this.#work.store.hits.get(place.hit)?.verdict;
    const state =
      verdict === null || verdict === undefined ? "nog niet in de werklijst" : verdict ? DONE[verdict] : "open";
    const box = make("input", {
      type: "checkbox",
      disabled: this.#done(place),
      onchange: (event) => this.#tick(place, event.target.checked),
    });
    box.checked = this.#ticked.has(place) || this.#done(place);
    return make(
      "li",
      {},
      make(
        "label",
        { class: "choice place" },
        box,
        make("b", { text: `${place.code}, p. ${place.page}` }),
        make("span", { class: "place-context", text: place.context }),
        make("small", { text: state }),
      ),
    );
  }

  #tick(place, on) {
    if (on) this.#ticked.add(place);
    else this.#ticked.delete(place);
    this.#count();
  }

  #tickAll(on) {
    this.#ticked = new Set(on ? this.#open() : []);
    this.#show();
  }

  #count() {
    const number = this.#everything()
      ? this.#answer.total - (this.#answer.found.length - this.#open().length)
      : this.#ticked.size;
    this.#send.disabled = number === 0;
    this.#send.textContent = number ? `${many(number, "plaats", "plaatsen")} lakken` : "Lakken";
  }

  #everything() {
    return this.#ticked.size > 0 && this.#ticked.size === this.#open().length;
  }

  #finish() {
    if (!this.#chosen.size) {
      this.#fault.textContent = "Kies een grond of een markering.";
      return;
    }
    const ticked = [...this.#ticked];
    const hits = ticked.filter((each) => each.hit !== null).map((each) => each.hit);
    const places = ticked.filter((each) => each.hit === null);
    const everywhere = this.#everything() && places.length > 0;
    this.#close({
      grounds: [...this.#chosen],
      hits,
      places: everywhere ? [] : places,
      everywhere: everywhere ? this.#answer.text : null,
    });
  }
}
