/** The Dutch words of the page. */

export const REDACT = "lakken";
export const KEEP = "laten staan";
export const DOUBT = "twijfel";
export const OPEN = "";

/** What became of a hit, as a participle. */
export const DONE = { [REDACT]: "gelakt", [KEEP]: "blijft staan", [DOUBT]: "twijfel", [OPEN]: "weer open" };

/** A sign for each state; beside colour, never instead of words. */
export const SIGN = { [REDACT]: "■", [KEEP]: "✓", [DOUBT]: "?", [OPEN]: "○" };

/** The name of a state. */
export const STATE = { [REDACT]: "lakken", [KEEP]: "laten staan", [DOUBT]: "twijfel", [OPEN]: "open" };

/** The CSS class of a state. */
export const STYLE = { [REDACT]: "redact", [KEEP]: "keep", [DOUBT]: "doubt", [OPEN]: "open" };

const NUMBER = new Intl.NumberFormat("nl-NL");

/** 6000 as '6.000'. */
export const count = (number) => NUMBER.format(number);

/** 0.984 as '98%'. */
export const percent = (share) => `${Math.round(share * 100)}%`;

/** 0.984 as '0,98'. */
export const score = (value) => value.toFixed(2).replace(".", ",");

/** '1 treffer', '12 treffers'. */
export const many = (number, one, more) => `${count(number)} ${number === 1 ? one : more}`;

/** 'p. 3' or 'p. 3-4'. */
export function pages(hit) {
  const last = hit.pages?.at(-1) ?? hit.page;
  return last > hit.page ? `p. ${hit.page}-${last}` : `p. ${hit.page}`;
}

/** A text between quotes, on one line and not too long. */
export function quoted(text, longest = 60) {
  const line = text.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return `‘${letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : line}’`;
}

/** How a hit is called where it has no text. */
export const named = (hit) => (hit.text ? hit.text.replace(/\s+/g, " ") : "(vak zonder tekst)");

/** '25 minuten', '1 uur en 40 minuten'. */
export function duration(seconds) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return many(minutes, "minuut", "minuten");
  const rest = Math.round((minutes % 60) / 5) * 5;
  const hours = Math.floor(minutes / 60) + (rest === 60 ? 1 : 0);
  return rest % 60 ? `${hours} uur en ${rest} minuten` : `${hours} uur`;
}

/** A moment as people write it: '22-11-2026 07:40'. */
export function moment(time) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const two = (number) => String(number).padStart(2, "0");
  return `${two(at.getDate())}-${two(at.getMonth() + 1)}-${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What was done to one hit: 'h0012 gelakt op 10.2.e'. */
export function said(hit) {
  const done = DONE[hit.verdict];
  if (hit.verdict === REDACT && hit.label) return `${hit.id} ${done} op ${hit.label}`;
  return hit.verdict === KEEP ? `${hit.id} ${done}` : `${hit.id}: ${done}`;
}
