/** Which hits the work list shows. */

import { awaitsSecond } from "./store.js";
import { byId, make } from "./dom.js";
import { STATE } from "./wording.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The fields above the work list. Event 'change' when one of them changed. */
export class Filters extends EventTarget {
  #store;
  #texts = new Map();

  constructor(store) {
    super();
    this.#store = store;
    for (const id of ["filter-text", "filter-ground", "filter-kind", "filter-state", "filter-low", "filter-high"]) {
      byId(id).addEventListener("input", () => this.#changed());
    }
    for (const id of ["only-open", "only-contradictions", "only-second"]) {
      byId(id).addEventListener("change", () => this.#changed());
    }
    byId("filter-clear").addEventListener("click", () => this.clear());
  }

  /** Fills the lists with what this case has. */
  fill() {
    const hits = [...this.#store.hits.values()];
    const grounds = new Set(hits.flatMap((hit) => hit.grounds));
    const kinds = [...new Set(hits.map((hit) => hit.kind))].sort((one, two) => one.localeCompare(two, "nl"));
    options(
      "filter-ground",
      "Alle gronden",
      [...grounds].map((code) => [code, this.#store.label([code])]),
    );
    options(
      "filter-kind",
      "Alle soorten",
      kinds.map((kind) => [kind, kind]),
    );
    options(
      "filter-state",
      "Alle oordelen",
      Object.entries(STATE).map(([value, name]) => [value || "open", name]),
    );
  }

  /** Shows everything again. */
  clear() {
    for (const id of ["filter-text", "filter-ground", "filter-kind", "filter-state"]) byId(id).value = "";
    byId("filter-low").value = "0";
    byId("filter-high").value = "100";
    for (const id of ["only-open", "only-contradictions", "only-second"]) byId(id).checked = false;
    this.#changed();
  }

  /** Whether something is left out now. */
  get active() {
    return this.#test().active;
  }

  /** Tells of one hit whether it is shown. */
  test() {
    return this.#test().accepts;
  }

  #test() {
    const text = plain(byId("filter-text").value.trim());
    const [ground, kind, state] = ["filter-ground", "filter-kind", "filter-state"].map((id) => byId(id).value);
    const low = Number(byId("filter-low").value || 0) / 100;
    const high = Number(byId("filter-high").value || 100) / 100;
    const tests = [];
    if (text) tests.push((hit) => this.#plainText(hit).includes(text));
    if (ground) tests.push((hit) => hit.grounds.includes(ground));
    if (kind) tests.push((hit) => hit.kind === kind);
    if (state) tests.push((hit) => (hit.verdict || "open") === state);
    if (low > 0) tests.push((hit) => hit.score >= low - 1e-9);
    if (high < 1) tests.push((hit) => hit.score <= high + 1e-9);
    if (byId("only-open").checked) tests.push((hit) => hit.open);
    if (byId("only-contradictions").checked) tests.push((hit) => hit.contradiction);
    if (byId("only-second").checked) tests.push(awaitsSecond);
    return { active: tests.length > 0, accepts: (hit) => tests.every((test) => test(hit)) };
  }

  #plainText(hit) {
    if (!this.#texts.has(hit.id)) this.#texts.set(hit.id, plain(`${hit.id} ${hit.text}`));
    return this.#texts.get(hit.id);
  }

  #changed() {
    const more = ["filter-ground", "filter-kind", "filter-state"].filter((id) => byId(id).value).length;
    const range = byId("filter-low").value > 0 || byId("filter-high").value < 100 ? 1 : 0;
    byId("filter-count").textContent = more + range ? `(${more + range} aan)` : "";
    this.dispatchEvent(new Event("change"));
  }
}

function options(id, all, pairs) {
  const field = byId(id);
  const chosen = field.value;
  field.replaceChildren(
    make("option", { value: "", text: all }),
    ...pairs.map(([value, text]) => make("option", { value, text })),
  );
  field.value = pairs.some(([value]) => value === chosen) ? chosen : "";
}
