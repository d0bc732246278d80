/** Small ways to make and find elements. Text is always text, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element. `properties`: attributes, listeners (`onclick`), `text`, and properties that are no string. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    assign(element, name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function assign(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "text") element.textContent = value;
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (typeof value === "boolean" && name in element) element[name] = value;
  else element.setAttribute(name, value);
}

/** Makes an SVG element. */
export function draw(tag, attributes = {}, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

/** A button with a label and, where there is one, its key. */
export function button(label, key, onclick, properties = {}) {
  const hint = key ? make("kbd", { text: key, "aria-hidden": "true" }) : null;
  return make("button", { type: "button", "aria-keyshortcuts": key || undefined, onclick, ...properties }, label, hint);
}

/** Whether somebody types in this element, so that letters are letters. */
export function takesText(element) {
  if (!(element instanceof Element)) return false;
  const field = element.closest("input, textarea, select, [contenteditable]");
  return field !== null && !["checkbox", "radio", "button", "submit"].includes(field.type);
}
