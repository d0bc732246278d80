/** The panel of a whole document. Every field is saved as soon as it changes. */

import { button, byId, make } from "./dom.js";
import { count, percent } from "./wording.js";

const FIELDS = [
  ["date", "Datum", "date"],
  ["title", "Titel op de inventarislijst", "text"],
  ["kind", "Soort document", "text"],
  ["sender", "Afzender", "text"],
  ["receiver", "Ontvanger", "text"],
];

/** Events: 'decide' (`detail` = {id, values}), 'confirm' and 'return' (`detail` = id) by a second reader. */
export class DocumentPanel extends EventTarget {
  #store;
  #pane = byId("document-panel");
  #id = null;

  constructor(store) {
    super();
    this.#store = store;
  }

  /** Shows a document. */
  show(id) {
    if (id !== this.#id) {
      this.#id = id;
      this.draw(true);
    } else this.draw();
  }

  /** Draws anew what the store says, unless somebody is typing here. */
  draw(always = false) {
    const record = this.#store.documents.get(this.#id);
    if (!record || (!always && this.#pane.contains(document.activeElement))) return;
    this.#pane.replaceChildren(...this.#parts(record));
  }

  /** Id of the document in view where it waits for this second reader. */
  get awaited() {
    const record = this.#store.documents.get(this.#id);
    return this.#store.record.second && record?.needs_second && !record.second ? this.#id : null;
  }

  #parts(record) {
    return [
      make(
        "header",
        { class: "hit-head" },
        make("p", { class: "hit-place", text: `${record.code} · ${record.location}` }),
        make("h3", { text: record.title || record.name }),
        make("p", {
          class: "hit-kind",
          text: `${record.name} · ${count(record.pages)} ${record.pages === 1 ? "pagina" : "pagina's"} · ${count(record.hits)} treffers, ${count(record.open)} open`,
        }),
      ),
      record.refusal || record.status
        ? make("p", { class: record.refusal ? "warning" : "calm", text: record.refusal || record.status })
        : null,
      this.#second(record),
      this.#remaining(record),
      ...record.hints.map((hint) => make("p", { class: "warning", text: hint })),
      this.#judgement(record),
      this.#set(
        "markings",
        "Markeringen",
        record,
        this.#store.record.markings.map((each) => [each.id, each.label, ""]),
      ),
      this.#set(
        "grounds",
        "Gronden op de inventarislijst",
        record,
        this.#store.record.grounds.map((each) => [each.code, each.label, each.title]),
      ),
      ...FIELDS.map(([name, label, type]) => this.#field(record, name, label, type)),
      this.#remark(record),
      make("p", { class: "calm", text: "Elke wijziging wordt meteen opgeslagen." }),
    ].filter(Boolean);
  }

  #second(record) {
    if (!record.needs_second || record.second)
      return record.second ? make("p", { class: "calm", text: `Bevestigd door ${record.second}.` }) : null;
    if (!this.#store.record.second)
      return make("p", {
        class: "warning",
        text: `Een tweede lezer moet dit oordeel bevestigen: ${record.needs_second}.`,
      });
    const tell = (name) => () => this.dispatchEvent(new CustomEvent(name, { detail: record.id }));
    return make(
      "section",
      { class: "second", "aria-label": "Oordeel van de eerste lezer" },
      make("p", { class: "second-verdict", text: `Oordeel van de eerste lezer: ${record.judgement}` }),
      make("p", { text: record.needs_second }),
      make(
        "div",
        { class: "buttons" },
        button("Bevestigen", "b", tell("confirm"), { class: "primary" }),
        button("Terugsturen", "r", tell("return")),
      ),
    );
  }

  #remaining(record) {
    if (record.remaining === null || record.remaining === undefined) return null;
    const bar = make("span", { class: "meter", "aria-hidden": "true" }, make("span", { class: "meter-done" }));
    bar.firstChild.style.width = percent(record.remaining);
    return make("p", { class: "remaining" }, bar, `${percent(record.remaining)} van de tekst blijft leesbaar`);
  }

  #judgement(record) {
    const options = [
      make("option", { value: "", text: "Volgt uit de treffers" }),
      ...this.#store.record.judgements.map((each) =>
        make("option", { value: each, text: each, selected: each === record.judgement }),
      ),
    ];
    const field = make(
      "select",
      { id: "document-judgement", onchange: (event) => this.#save("judgement", event.target.value) },
      options,
    );
    return make("p", { class: "field" }, make("label", { for: "document-judgement", text: "Beoordeling" }), field);
  }

  #set(name, label, record, all) {
    const chosen = new Set(record[name]);
    const change = (event) => {
      if (event.target.checked) chosen.add(event.target.value);
      else chosen.delete(event.target.value);
      this.#save(
        name,
        all.map(([value]) => value).filter((value) => chosen.has(value)),
      );
    };
    const labels = all
      .filter(([value]) => chosen.has(value))
      .map(([, text]) => text)
      .join(", ");
    const boxes = all.map(([value, text, title]) =>
      make(
        "label",
        { class: "choice" },
        make("input", { type: "checkbox", value, checked: chosen.has(value), onchange: change }),
        make("b", { text }),
        make("span", { text: title }),
      ),
    );
    return make(
      "details",
      { class: "set", open: name === "grounds" && record.judgement === "niet openbaar" },
      make("summary", { text: `${label}: ${labels || "geen"}` }),
      make("fieldset", {}, make("legend", { class: "unseen", text: label }), boxes),
    );
  }

  #field(record, name, label, type) {
    const date = type === "date";
    const field = make("input", {
      id: `document-${name}`,
      type: "text",
      maxlength: "300",
      autocomplete: "off",
      placeholder: date ? "dd-mm-jjjj" : undefined,
    });
    field.value = date ? dutchDate(record[name]) : (record[name] ?? "");
    field.addEventListener("change", () => this.#save(name, field.value.trim()));
    return make("p", { class: "field" }, make("label", { for: field.id, text: label }), field);
  }

  #remark(record) {
    const field = make("textarea", { id: "document-remark", rows: "2", maxlength: "500" });
    field.value = record.remark ?? "";
    field.addEventListener("change", () => this.#save("remark", field.value.trim()));
    return make(
      "p",
      { class: "field" },
      make("label", { for: field.id, text: "Opmerking op de inventarislijst" }),
      field,
    );
  }

  #save(name, value) {
    this.dispatchEvent(new CustomEvent("decide", { detail: { id: this.#id, values: { [name]: value } } }));
  }
}

/** '2021-07-19' as '19-07-2021'. */
const dutchDate = (date) => (date ? date.split("-").reverse().join("-") : "");
