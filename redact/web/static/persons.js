/** The persons of the bundle: how each is written, two made one, one made two. */

import { button, make } from "./dom.js";
import { dialog } from "./dialogs.js";
import { count, many } from "./wording.js";

const SHOWN = 150;

/** Opens the dialog. `work`: {store, join(hitIds), split(hitId), choose(hitId)}; join and split answer a promise. */
export function personsDialog(work) {
  return dialog("Personen", "persons", (close) => new Persons(work, close).parts());
}

class Persons {
  #work;
  #close;
  #ticked = new Set();
  #filter = make("input", { type: "text", id: "person-filter", autocomplete: "off", "data-first": "" });
  #list = make("ul", { class: "plain persons-list" });
  #state = make("p", { role: "status" });
  #send;

  constructor(work, close) {
    this.#work = work;
    this.#close = close;
  }

  parts() {
    this.#filter.addEventListener("input", () => this.#show());
    this.#send = button("Samenvoegen", "", () => this.#join(), { class: "primary", disabled: true });
    this.#show();
    return [
      make("p", {
        class: "calm",
        text: "Vink twee personen aan die dezelfde zijn, of maak een schrijfwijze los die van een ander is.",
      }),
      make("p", { class: "field" }, make("label", { for: "person-filter", text: "Naam" }), this.#filter),
      this.#state,
      this.#list,
      make("div", { class: "buttons" }, this.#send),
    ];
  }

  #persons() {
    const { store } = this.#work;
    const found = [];
    for (const [id, ids] of store.groups) {
      const hits = ids.map((each) => store.hits.get(each)).filter(Boolean);
      if (hits.some((hit) => hit.type === "PERSON"))
        found.push({ id, hits, name: store.nameOf(id), forms: forms(hits) });
    }
    return found.sort((one, two) => one.name.localeCompare(two.name, "nl"));
  }

  #show() {
    const wanted = this.#filter.value.trim().toLowerCase();
    const all = this.#persons();
    const found = all.filter(
      (each) => !wanted || [...each.forms.keys()].some((form) => form.toLowerCase().includes(wanted)),
    );
    this.#ticked = new Set([...this.#ticked].filter((id) => all.some((each) => each.id === id)));
    this.#list.replaceChildren(...found.slice(0, SHOWN).map((each) => this.#row(each)));
    const rest = found.length - SHOWN;
    this.#state.textContent =
      many(found.length, "persoon", "personen") + (rest > 0 ? `; de eerste ${SHOWN} staan hieronder` : "");
    this.#send.disabled = this.#ticked.size !== 2;
  }

  #row({ id, hits, name, forms: ways }) {
    const open = hits.filter((hit) => hit.open).length;
    const box = make("input", { type: "checkbox", onchange: (event) => this.#tick(id, event.target.checked) });
    box.checked = this.#ticked.has(id);
    const facts = `${many(hits.length, "keer", "keer")}, ${count(open)} open`;
    const rows = [...ways].map(([form, of]) =>
      make(
        "li",
        {},
        make("button", {
          type: "button",
          class: "link",
          text: form,
          onclick: () => {
            this.#close();
            this.#work.choose(of[0].id);
          },
        }),
        make("small", { text: ` ${count(of.length)}× ` }),
        ways.size > 1
          ? button("Losmaken", "", () => this.#split(of[0].id), {
              class: "quiet",
              "aria-label": `${form} losmaken van ${name}`,
            })
          : null,
      ),
    );
    return make(
      "li",
      { class: "person" },
      make("label", { class: "choice" }, box, make("b", { text: name }), make("small", { text: facts })),
      make("ul", { class: "ways" }, rows),
    );
  }

  #tick(id, on) {
    if (on) this.#ticked.add(id);
    else this.#ticked.delete(id);
    this.#send.disabled = this.#ticked.size !== 2;
  }

  async #join() {
    const { store } = this.#work;
    const pair = [...this.#ticked].map((id) => store.groups.get(id)[0]);
    this.#ticked.clear();
    await this.#work.join(pair);
    this.#show();
  }

  async #split(id) {
    await this.#work.split(id);
    this.#show();
  }
}

function forms(hits) {
  const found = new Map();
  for (const hit of hits) {
    const text = hit.text.replace(/\s+/g, " ");
    if (!found.has(text)) found.set(text, []);
    found.get(text).push(hit);
  }
  return new Map([...found].sort((one, two) => two[1].length - one[1].length));
}
