/** What is treated differently in different places: the sides beside each other, one key repairs. */

import { button, make } from "./dom.js";
import { dialog } from "./dialogs.js";
import { many, quoted, SIGN, STATE, STYLE } from "./wording.js";

const FEW = 8;

/** Opens the list. `work`: {server, store, repair(id, side number), choose(hitId)}. */
export function contradictionsDialog(work) {
  return dialog("Tegenstrijdigheden", "contradictions", (close, element) =>
    new Contradictions(work, close, element).parts(),
  );
}

class Contradictions {
  #work;
  #close;
  #items = [];
  #at = 0;
  #body = make("div", { class: "contradiction" });
  #state = make("p", { role: "status" });

  constructor(work, close, element) {
    this.#work = work;
    this.#close = close;
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  parts() {
    this.#fetch();
    return [
      make("p", {
        class: "calm",
        text: "Dezelfde naam, zin of mail is op verschillende plaatsen anders beoordeeld. Kies de kant die overal moet gelden.",
      }),
      this.#state,
      this.#body,
    ];
  }

  async #fetch() {
    this.#state.textContent = "Bezig met vergelijken…";
    try {
      this.#items = (await this.#work.server.get("/api/contradictions")).items;
      this.#show();
    } catch (error) {
      this.#state.textContent = error.message;
    }
  }

  #show() {
    this.#at = Math.max(0, Math.min(this.#at, this.#items.length - 1));
    const item = this.#items[this.#at];
    this.#state.textContent = item
      ? `${this.#at + 1} van ${this.#items.length}: ${item.kind}`
      : "Er zijn geen tegenstrijdigheden.";
    if (!item) {
      this.#body.replaceChildren();
      return;
    }
    const walk = make(
      "div",
      { class: "buttons" },
      button("Vorige", "k", () => this.#move(-1), { disabled: this.#at === 0 }),
      button("Volgende", "j", () => this.#move(1), { disabled: this.#at === this.#items.length - 1 }),
    );
    this.#body.replaceChildren(
      make("blockquote", { class: "chosen-text", text: item.text }),
      make(
        "div",
        { class: "sides" },
        item.sides.map((side, index) => this.#side(item, side, index)),
      ),
      walk,
    );
  }

  #side(item, side, index) {
    const words =
      side.label && side.verdict === "lakken" ? `${STATE[side.verdict]} op ${side.label}` : STATE[side.verdict];
    const places = side.hits
      .slice(0, FEW)
      .map((id) => this.#place(id))
      .filter(Boolean);
    const bare = (side.places ?? []).map(({ document: id, page }) =>
      make("li", { text: `${this.#work.store.documents.get(id)?.code ?? ""}, p. ${page}: nog geen treffer` }),
    );
    const number = side.hits.length + bare.length;
    const rest = side.hits.length - places.length;
    return make(
      "section",
      { class: `side ${STYLE[side.verdict]}`, "aria-label": `Kant ${index + 1}` },
      make("h3", {}, make("span", { "aria-hidden": "true", text: `${SIGN[side.verdict]} ` }), words),
      make("p", { text: `${many(number, "keer", "keer")} in ${side.codes.join(", ")}` }),
      make("ul", { class: "plain" }, places, bare.slice(0, FEW)),
      rest > 0 ? make("p", { class: "calm", text: `en nog ${rest}` }) : null,
      side.verdict === "lakken" || side.verdict === "laten staan"
        ? button(`Overal ${side.verdict}`, String(index + 1), () => this.#repair(item, side), {
            class: "primary",
            ...(index === 0 ? { "data-first": "" } : {}),
          })
        : null,
    );
  }

  #place(id) {
    const hit = this.#work.store.hits.get(id);
    if (!hit) return null;
    const code = this.#work.store.documents.get(hit.document).code;
    const go = () => {
      this.#close();
      this.#work.choose(id);
    };
    return make(
      "li",
      {},
      make("button", {
        type: "button",
        class: "link",
        text: `${code}, p. ${hit.page}: ${quoted(hit.text, 40)}`,
        onclick: go,
      }),
    );
  }

  #move(step) {
    this.#at += step;
    this.#show();
    this.#body.querySelector("button.primary")?.focus();
  }

  async #repair(item, side) {
    if (await this.#work.repair(item.id, item.sides.indexOf(side))) await this.#fetch();
    else this.#show();
    this.#body.querySelector("button.primary")?.focus();
  }

  #key(event) {
    const item = this.#items[this.#at];
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const side = /^[1-9]$/.test(event.key) ? item.sides[Number(event.key) - 1] : null;
    if (side) this.#repair(item, side);
    else if (event.key === "j" && this.#at < this.#items.length - 1) this.#move(1);
    else if (event.key === "k" && this.#at > 0) this.#move(-1);
    else return;
    event.preventDefault();
  }
}
