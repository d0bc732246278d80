/** The bars at the foot of the page: what happened, what is asked, what went wrong, and the connection. */

import { button, byId, make } from "./dom.js";

const BRIEF = 12000;

/** Says what happened, in sight and to screen readers. */
export function say(text) {
  byId("said").textContent = text;
}

/** One question at a time: 'nog 5 keer ook laten staan?'. */
export class Question {
  #place = byId("question");
  #yes = null;
  firm = false;

  /** Whether something is asked. */
  get open() {
    return this.#yes !== null;
  }

  /** Asks. `firm` questions also take Enter and stay until they are answered. */
  ask(text, label, yes, firm = false) {
    this.#yes = yes;
    this.firm = firm;
    const keys = firm ? "a of Enter" : "a";
    this.#place.replaceChildren(
      make("span", { class: "question-text", text }),
      button(label, keys, () => this.accept(), { class: "primary", "aria-keyshortcuts": "a" }),
      button("Nee", "Esc", () => this.dismiss(), { "aria-keyshortcuts": "Escape" }),
    );
    this.#place.hidden = false;
  }

  /** Does what was asked. */
  accept() {
    const yes = this.#yes;
    this.dismiss();
    yes?.();
  }

  /** Asks no longer. Whether something was asked. */
  dismiss() {
    const asked = this.open;
    this.#yes = null;
    this.#place.hidden = true;
    this.#place.replaceChildren();
    return asked;
  }
}

/** What went wrong, in the words of the program, until somebody has seen it. */
export class Fault {
  #place = byId("fault");
  #timer = 0;

  /** Shows a sentence; `go` leads to the hit that it is about. */
  show(text, go = null) {
    clearTimeout(this.#timer);
    this.#place.replaceChildren(
      make("span", { text }),
      go
        ? button("Naar de treffer", "", () => {
            this.dismiss();
            go();
          })
        : "",
      button("Sluiten", "Esc", () => this.dismiss(), { class: "quiet" }),
    );
    this.#place.hidden = false;
    this.#timer = setTimeout(() => this.dismiss(), BRIEF * 5);
  }

  /** Takes it away. Whether it was there. */
  dismiss() {
    const shown = !this.#place.hidden;
    this.#place.hidden = true;
    this.#place.replaceChildren();
    return shown;
  }
}

/** Shows whether the program can be reached. */
export function showConnection(server) {
  const bar = byId("connection");
  server.addEventListener("lost", () => {
    const saved = server.waiting ? "uw laatste keuze is niet opgeslagen" : "alles wat u koos, is opgeslagen";
    const advice = "De verbinding wordt steeds opnieuw geprobeerd. Blijft dit staan, start dan redact review opnieuw.";
    bar.textContent = `Geen verbinding; ${saved}. ${advice}`;
    bar.hidden = false;
    document.body.classList.add("lost");
  });
  server.addEventListener("found", () => {
    bar.hidden = true;
    document.body.classList.remove("lost");
    say("De verbinding is hersteld.");
  });
  server.addEventListener("work", () => document.body.classList.toggle("saving", server.waiting > 0));
}
