/** The keyboard: one table for what keys do, for the help, and for nothing else. */

import { dialog, isOpen } from "./dialogs.js";
import { make, takesText } from "./dom.js";

const OFF = "redact-keys-off";

/** What each key does: [keys as shown, words, the names of the keys, name of the action]. */
export const KEYS = [
  [
    "Lopen",
    [
      ["j of ↓", "volgende treffer", ["j", "ArrowDown"], "next"],
      ["k of ↑", "vorige treffer", ["k", "ArrowUp"], "before"],
      ["o", "volgende open treffer", ["o"], "nextOpen"],
      ["]", "volgende pagina", ["]"], "pageAfter"],
      ["[", "vorige pagina", ["["], "pageBefore"],
      ["/", "zoeken in de werklijst", ["/"], "find"],
    ],
  ],
  [
    "Beslissen",
    [
      ["l", "lakken", ["l"], "redact"],
      ["s", "laten staan", ["s"], "keep"],
      ["t", "twijfel", ["t"], "doubt"],
      ["1 tot en met 9", "deze grond", [], ""],
      ["Shift+1 tot en met 9", "deze grond erbij of eraf", [], ""],
      ["a", "alle treffers van deze persoon of dit begrip; nogmaals a of Enter bevestigt", ["a"], "all"],
      ["n", "opmerking schrijven", ["n"], "note"],
      ["u of Ctrl+z", "ongedaan maken", ["u"], "undo"],
      ["Shift+u of Ctrl+y", "opnieuw doen", ["U"], "redo"],
    ],
  ],
  [
    "Toevoegen",
    [
      ["d", "vak tekenen met de muis", ["d"], "box"],
      ["w", "woorden kiezen: pijltjes verplaatsen, Shift+pijltjes kiezen meer, Enter lakt", ["w"], "words"],
      ["h", "hele pagina", ["h"], "whole"],
      ["z", "zoeken en lakken in de hele bundel", ["z"], "search"],
    ],
  ],
  [
    "Bekijken",
    [
      ["p", "voorbeeld zoals gepubliceerd", ["p"], "preview"],
      ["i", "gegevens van het document, of terug naar de treffer", ["i"], "information"],
      ["c", "tegenstrijdigheden", ["c"], "contradictions"],
      ["m", "personen", ["m"], "persons"],
      ["+, - en 0", "groter, kleiner, passend", [], ""],
      ["?", "deze hulp", ["?"], "help"],
    ],
  ],
  [
    "Tweede lezer",
    [
      ["b", "bevestigen", ["b"], "confirm"],
      ["r", "terugsturen met een opmerking", ["r"], "sendBack"],
    ],
  ],
];

const ACTION = new Map(
  KEYS.flatMap(([, rows]) => rows).flatMap(([, , names, action]) => names.map((name) => [name, action])),
);

/** Whether single keys do something here; people who speak to their computer turn that off. */
const enabled = () => localStorage.getItem(OFF) === null;

/** Hears every key and calls `actions[name]`. `blocked()` tells whether nothing may happen now. */
export function listen(actions, blocked) {
  document.addEventListener("keydown", (event) => {
    if (isOpen() || event.defaultPrevented || event.isComposing) return;
    const action = chosen(event, actions);
    if (!action) return;
    event.preventDefault();
    if (!blocked()) action();
  });
}

function chosen(event, actions) {
  if (event.key === "Escape") return () => actions.escape();
  if (takesText(event.target)) return null;
  if (event.ctrlKey || event.metaKey) return withControl(event, actions);
  if (event.altKey || !enabled()) return null;
  const focused = event.target.closest?.("button, a, summary");
  if (event.key === "Enter") return !focused && actions.waiting() ? () => actions.enter() : null;
  if (actions.marking() && event.key.startsWith("Arrow")) return () => actions.mark(event.key, event.shiftKey);
  if (event.key.startsWith("Arrow") && event.target.type === "radio") return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) return () => actions.ground(Number(digit[1]), event.shiftKey);
  const zoom = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
  if (zoom !== undefined) return () => actions.zoom(zoom);
  const name = ACTION.get(event.key);
  return name ? () => actions[name]() : null;
}

function withControl(event, actions) {
  const key = event.key.toLowerCase();
  if (event.altKey) return null;
  if (key === "z") return () => (event.shiftKey ? actions.redo() : actions.undo());
  return key === "y" ? () => actions.redo() : null;
}

/** Shows all keys. */
export function helpDialog() {
  return dialog("Hulp: toetsen", "help", () => {
    const blocks = KEYS.map(([title, rows]) =>
      make(
        "section",
        {},
        make("h3", { text: title }),
        make(
          "dl",
          {},
          rows.flatMap(([keys, words]) => [make("dt", {}, make("kbd", { text: keys })), make("dd", { text: words })]),
        ),
      ),
    );
    const box = make("input", {
      type: "checkbox",
      onchange: (event) => (event.target.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")),
    });
    box.checked = enabled();
    return [
      make("div", { class: "key-blocks" }, blocks),
      make(
        "label",
        { class: "choice" },
        box,
        make("span", { text: "Toetsen zonder Ctrl gebruiken. Zet dit uit als u dicteert." }),
      ),
      make("p", {
        class: "calm",
        text: "In tekstvelden doen de toetsen niets; Tab en Shift+Tab gaan langs alle knoppen.",
      }),
    ];
  });
}
