/** What all dialogs share: made when opened, gone when closed, Escape closes, focus returns. */

import { button, make, takesText } from "./dom.js";

let number = 0;

/** Opens a dialog. `build(close)` gives its content; `close(value)` ends it. Answers that value or null. */
export function dialog(title, style, build) {
  const heading = `dialog-${(number += 1)}`;
  return new Promise((resolve) => {
    let answer = null;
    const close = (value = null) => {
      answer = value;
      element.close();
    };
    const element = make("dialog", { class: style, "aria-labelledby": heading });
    element.append(
      make(
        "header",
        { class: "dialog-head" },
        make("h2", { id: heading, text: title }),
        button("Sluiten", "Esc", () => close(), { class: "quiet" }),
      ),
      make("div", { class: "dialog-body" }, build(close, element)),
    );
    element.addEventListener("close", () => {
      element.remove();
      resolve(answer);
    });
    document.body.append(element);
    element.showModal();
    element.querySelector("[data-first]")?.focus();
  });
}

/** Whether a dialog is open. */
export const isOpen = () => document.querySelector("dialog[open]") !== null;

/** The fields to choose grounds or one marking, and their digits in `around`. `chosen` is changed in place. */
export function groundChoice(record, chosen, around, onchange) {
  const boxes = [];
  const set = (code, on, marking) => {
    if (marking && on) chosen.clear();
    for (const each of record.markings) if (on && !marking) chosen.delete(each.id);
    if (on) chosen.add(code);
    else chosen.delete(code);
    for (const box of boxes) box.checked = chosen.has(box.value);
    onchange();
  };
  const field = (code, each, marking) => {
    const box = make("input", {
      type: "checkbox",
      value: code,
      onchange: (event) => set(code, event.target.checked, marking),
    });
    box.checked = chosen.has(code);
    boxes.push(box);
    return make(
      "label",
      { class: "choice" },
      box,
      make("b", { text: each.label }),
      make("span", { text: each.title === each.label ? "" : each.title }),
      each.key ? make("kbd", { text: String(each.key), "aria-hidden": "true" }) : null,
    );
  };
  const keyed = record.grounds.filter((each) => each.key);
  const rest = record.grounds.filter((each) => !each.key);
  const more = [
    ...rest.map((each) => field(each.code, each, false)),
    ...record.markings.map((each) => field(each.id, each, true)),
  ];
  const element = make(
    "fieldset",
    { class: "ground-choice" },
    make("legend", { text: "Grond of markering" }),
    keyed.map((each) => field(each.code, each, false)),
    make(
      "details",
      { open: [...chosen].some((code) => !keyed.some((each) => each.code === code)) },
      make("summary", { text: "Markeringen en overige gronden" }),
      more,
    ),
  );
  around.addEventListener("keydown", (event) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const each = keyed.find((one) => String(one.key) === digit);
    if (!each || takesText(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!event.shiftKey) chosen.clear();
    set(each.code, !(event.shiftKey && chosen.has(each.code)), false);
  });
  return element;
}

/** Asks for grounds. Answers `{grounds, everywhere}` or null. */
export function askGround(record, { title, text, start, everywhere = false }) {
  const chosen = new Set(start);
  return dialog(title, "ask-ground", (close, element) => {
    const elsewhere = make("input", { type: "checkbox" });
    const send = button("Lakken", "Enter", () => finish(), { class: "primary", "data-first": "" });
    const fault = make("p", { class: "fault", role: "alert" });
    const finish = () => {
      if (chosen.size) close({ grounds: [...chosen], everywhere: elsewhere.checked });
      else fault.textContent = "Kies een grond of een markering.";
    };
    const choice = groundChoice(record, chosen, element, () => (fault.textContent = ""));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.target.closest("button, summary")) {
        event.preventDefault();
        finish();
      }
    });
    return [
      text ? make("blockquote", { class: "chosen-text", text }) : null,
      choice,
      everywhere
        ? make(
            "label",
            { class: "choice" },
            elsewhere,
            make("span", { text: "Ook elders in de bundel: overal waar deze tekst staat" }),
          )
        : null,
      fault,
      make(
        "div",
        { class: "buttons" },
        send,
        button("Annuleren", "", () => close()),
      ),
    ].filter(Boolean);
  });
}

/** Asks for a text. Answers it, or null. */
export function askText(title, label, send) {
  return dialog(title, "ask-text", (close) => {
    const field = make("textarea", { id: "asked-text", rows: "4", maxlength: "500", required: true, "data-first": "" });
    const finish = (event) => {
      event?.preventDefault();
      if (field.value.trim()) close(field.value.trim());
      else field.focus();
    };
    field.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && finish(event),
    );
    return [
      make("label", { for: "asked-text", text: label }),
      field,
      make(
        "div",
        { class: "buttons" },
        button(send, "Ctrl+Enter", finish, { class: "primary" }),
        button("Annuleren", "", () => close()),
      ),
    ];
  });
}
