/** The pane on the right: everything about the current hit, and the buttons to decide on it. */

import { awaitsSecond } from "./store.js";
import { button, byId, make } from "./dom.js";
import { count, DOUBT, KEEP, many, moment, named, pages, REDACT, score, SIGN, STATE, STYLE } from "./wording.js";

const PATIENCE = 90;
const FEW = 30;
const KEPT = 200;

const CHOICES = [
  [REDACT, "Lakken", "l"],
  [KEEP, "Laten staan", "s"],
  [DOUBT, "Twijfel", "t"],
];

/** Events: 'decide' (verdict), 'ground' (code), 'note' (text), 'choose' (hit id), 'all', 'confirm', 'return'. */
export class Detail extends EventTarget {
  #store;
  #server;
  #pane = byId("hit-panel");
  #known = new Map();
  #old = new Set();
  #timer = 0;
  #abort = null;
  #all = false;
  current = null;

  constructor(store, server) {
    super();
    this.#store = store;
    this.#server = server;
  }

  /** Shows a hit: at once what is known, and the rest when the server has told it. */
  show(id) {
    if (this.current !== id) this.#all = false;
    this.current = id;
    this.draw();
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#timer = setTimeout(() => this.#fetch(id), PATIENCE);
  }

  /** These hits changed: what was fetched of them and of their like is old. */
  stale() {
    this.forget();
    if (this.current) this.show(this.current);
  }

  /** What was fetched is old; it is shown until there is something newer. */
  forget() {
    for (const id of this.#known.keys()) this.#old.add(id);
    if (this.#known.size > KEPT) this.#known.clear();
  }

  async #fetch(id) {
    if (this.#known.has(id) && !this.#old.has(id)) return;
    this.#abort = new AbortController();
    try {
      this.#known.set(id, await this.#server.get(`/api/hits/${encodeURIComponent(id)}`, this.#abort.signal));
      this.#old.delete(id);
      if (this.current === id) this.#more();
    } catch {
      return;
    }
  }

  /** Draws the current hit anew; what is being typed stays. */
  draw() {
    const hit = this.#store.hits.get(this.current);
    const typing = document.activeElement?.id === "note" ? document.activeElement : null;
    if (typing && typing.dataset.hit === this.current) return;
    const focus = this.#pane.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    this.#pane.replaceChildren(
      ...(hit ? this.#parts(hit) : [make("p", { class: "empty", text: "Kies een treffer in de werklijst." })]),
    );
    if (focus) this.#pane.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    if (hit) this.#more();
  }

  #parts(hit) {
    const second = this.#store.record.second;
    return [
      this.#heading(hit),
      second ? this.#second(hit) : null,
      this.#verdicts(hit),
      this.#grounds(hit),
      this.#like(hit),
      make("div", { id: "around" }),
      this.#note(hit),
      make("div", { id: "more" }),
    ].filter(Boolean);
  }

  #heading(hit) {
    const record = this.#store.documents.get(hit.document);
    const state = hit.hint && !hit.verdict ? "aanwijzing, geen voorstel" : STATE[hit.verdict];
    return make(
      "header",
      { class: "hit-head" },
      make(
        "p",
        { class: "hit-place" },
        make(
          "span",
          { class: `chip ${STYLE[hit.verdict]}` },
          make("span", { "aria-hidden": "true", text: `${SIGN[hit.verdict]} ` }),
          state,
        ),
        make("span", { text: `${hit.id} · ${record.code}, ${pages(hit)}` }),
      ),
      make("h3", { id: "hit-text", text: named(hit) }),
      make("p", { class: "hit-kind", text: `${hit.kind} · zekerheid ${score(hit.score)}` }),
      hit.reviewer
        ? make("p", {
            class: "hit-by",
            text: `Beoordeeld door ${hit.reviewer}${hit.second ? `, bevestigd door ${hit.second}` : ""}`,
          })
        : null,
      hit.contradiction
        ? make(
            "p",
            { class: "warning" },
            "Elders anders beoordeeld. ",
            this.#do("contradictions", "Tegenstrijdigheden", "c", "link"),
          )
        : null,
    );
  }

  #second(hit) {
    if (!awaitsSecond(hit))
      return make("p", {
        class: "calm",
        text: hit.second ? `Bevestigd door ${hit.second}.` : "Deze treffer hoeft niet te worden bevestigd.",
      });
    const ground = hit.verdict === REDACT ? ` op ${hit.label}` : "";
    const verdict = `${hit.reviewer || "De eerste lezer"}: ${STATE[hit.verdict]}${ground}`;
    return make(
      "section",
      { class: "second", "aria-label": "Oordeel van de eerste lezer" },
      make("p", { class: "second-verdict", text: verdict }),
      hit.remark
        ? make("p", { class: "second-note", text: hit.remark })
        : make("p", { class: "calm", text: "Zonder opmerking." }),
      make(
        "div",
        { class: "buttons" },
        this.#do("confirm", "Bevestigen", "b", "primary"),
        this.#do("return", "Terugsturen", "r", ""),
      ),
    );
  }

  #do(name, label, key, style) {
    return button(label, key, () => this.#tell(name), { class: style, dataset: { focus: name } });
  }

  #verdicts(hit) {
    const made = CHOICES.map(([verdict, label, key]) => {
      const chosen = hit.verdict === verdict;
      const proposed = !hit.verdict && hit.proposal === verdict && !hit.hint;
      const face = make("span", {}, make("span", { class: "sign", "aria-hidden": "true", text: SIGN[verdict] }), label);
      const made = button(face, key, () => this.#tell("decide", verdict), {
        class: `verdict ${STYLE[verdict]}${proposed ? " proposed" : ""}`,
        "aria-pressed": String(chosen),
        dataset: { focus: `verdict-${verdict}` },
      });
      if (proposed) made.append(make("small", { text: "voorstel" }));
      return made;
    });
    return make("div", { class: "verdicts", role: "group", "aria-label": "Oordeel" }, made);
  }

  #grounds(hit) {
    const { grounds, markings } = this.#store.record;
    const keyed = grounds.filter((each) => each.key);
    const rest = grounds.filter((each) => !each.key);
    const chips = keyed.map((each) => this.#chip(hit, each));
    const choice = make(
      "select",
      {
        "aria-label": "Andere grond of markering",
        dataset: { focus: "other-ground" },
        onchange: (event) => event.target.value && this.#tell("ground", event.target.value),
      },
      make("option", { value: "", text: "Andere grond of markering…" }),
      rest.length
        ? make(
            "optgroup",
            { label: "Gronden" },
            rest.map((each) => this.#option(hit, each.code, each)),
          )
        : null,
      make(
        "optgroup",
        { label: "Markeringen" },
        markings.map((each) => this.#option(hit, each.id, each)),
      ),
    );
    const titles = hit.grounds
      .map((code) => this.#store.ground(code))
      .filter(Boolean)
      .map((each) => `${each.label}: ${each.title}`);
    return make(
      "section",
      { class: "grounds", "aria-label": "Grond" },
      make("h4", { text: "Grond" }),
      make("div", { class: "chips", role: "group", "aria-label": "Gronden met een cijfertoets" }, chips),
      choice,
      make("p", { class: "ground-title", text: titles.join("; ") || "Nog geen grond gekozen." }),
    );
  }

  #option(hit, value, each) {
    return make("option", { value, selected: hit.grounds.includes(value), text: `${each.label}: ${each.title}` });
  }

  #chip(hit, each) {
    const index = this.#store.record.grounds.indexOf(each);
    return button(each.label, String(each.key), () => this.#tell("ground", each.code), {
      class: `ground ground-${(index % 8) + 1}`,
      "aria-pressed": String(hit.grounds.includes(each.code)),
      title: each.title,
      dataset: { focus: `ground-${each.code}` },
    });
  }

  #like(hit) {
    const alike = this.#store.alike(hit);
    if (alike.length < 2) return null;
    const open = alike.filter((each) => each.open).length;
    return make(
      "p",
      { class: "alike-bar" },
      make("span", { text: `${count(alike.length)} keer in de bundel, ${count(open)} open` }),
      this.#do("all", "Alle tegelijk", "a", ""),
    );
  }

  #more() {
    const hit = this.#store.hits.get(this.current);
    const known = this.#known.get(this.current);
    if (!hit || !known) return;
    const focus = byId("more").contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
    byId("around").replaceChildren(this.#context(hit, known));
    byId("more").replaceChildren(...[this.#why(known), this.#occurrences(known), this.#history(known)].filter(Boolean));
    if (focus)
      byId("more")
        .querySelector(`[data-focus="${CSS.escape(focus)}"]`)
        ?.focus();
  }

  #context(hit, known) {
    return make(
      "section",
      { "aria-label": "Zinsverband" },
      make("h4", { text: "Zinsverband" }),
      make("p", { class: "context" }, marked(known.context, hit.text)),
    );
  }

  #note(hit) {
    const field = make("textarea", {
      id: "note",
      rows: "2",
      maxlength: "500",
      dataset: { hit: hit.id, focus: "note" },
    });
    field.value = hit.remark;
    field.addEventListener("change", () => this.#tell("note", { id: field.dataset.hit, text: field.value.trim() }));
    return make(
      "section",
      { class: "note" },
      make(
        "label",
        { for: "note" },
        make("h4", { text: "Opmerking" }),
        make("kbd", { text: "n", "aria-hidden": "true" }),
      ),
      field,
    );
  }

  #why(known) {
    const lines = known.evidence?.length ? known.evidence : [known.reason].filter(Boolean);
    return make(
      "section",
      {},
      make("h4", { text: "Waarom gevonden" }),
      lines.length
        ? make(
            "ul",
            { class: "plain" },
            lines.map((line) => make("li", { text: line })),
          )
        : make("p", { text: "Geen bijzondere aanwijzing." }),
    );
  }

  #occurrences(known) {
    const others = known.occurrences.filter((each) => each.id !== this.current);
    if (!others.length) return null;
    const shown = this.#all ? others : others.slice(0, FEW);
    const rows = shown.map((each) => {
      const verdict = this.#store.hits.get(each.id)?.verdict ?? each.verdict;
      return make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            class: `occurrence ${STYLE[verdict]}`,
            onclick: () => this.#tell("choose", each.id),
            dataset: { focus: `occurrence-${each.id}` },
          },
          make("span", { class: "sign", "aria-hidden": "true", text: SIGN[verdict] }),
          make("b", { text: `${each.code}, p. ${each.page}` }),
          make("span", { class: "unseen", text: ` ${STATE[verdict]} ` }),
          make("span", { class: "occurrence-context", text: each.context }),
        ),
      );
    });
    const rest = others.length - shown.length;
    const more = rest
      ? button(
          `Nog ${count(rest)} tonen`,
          "",
          () => {
            this.#all = true;
            this.#more();
          },
          { class: "link", dataset: { focus: "occurrences-more" } },
        )
      : null;
    return make(
      "section",
      {},
      make("h4", { text: `Komt ook voor op ${many(others.length, "plaats", "plaatsen")}` }),
      make("ul", { class: "plain" }, rows),
      more,
    );
  }

  #history(known) {
    if (!known.history.length) return null;
    const lines = known.history.map((each) =>
      make(
        "li",
        {},
        make("time", { datetime: each.time, text: moment(each.time) }),
        ` ${each.reviewer || "redact"}: ${each.text}`,
      ),
    );
    return make(
      "section",
      {},
      make("h4", { text: "Geschiedenis" }),
      make("ol", { class: "plain history", reversed: true }, lines.reverse()),
    );
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The context with the hit in it marked, the occurrence nearest to the middle. */
function marked(context, text) {
  const at = nearest(context, text);
  if (!text || at < 0) return [context];
  return [
    context.slice(0, at),
    make("mark", { text: context.slice(at, at + text.length) }),
    context.slice(at + text.length),
  ];
}

function nearest(context, text) {
  let best = -1;
  const middle = (context.length - text.length) / 2;
  for (let at = context.indexOf(text); at >= 0 && text; at = context.indexOf(text, at + 1)) {
    if (best < 0 || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  return best;
}
