/** The boxes over a page, in points. A label never stands over text that is still open. */

import { draw } from "./dom.js";
import { REDACT, SIGN, STYLE } from "./wording.js";

const GAP = 1;

/** The defs that patterns need. */
export function patterns() {
  const defs = draw("defs");
  const pattern = draw("pattern", {
    id: "doubt-pattern",
    width: 5,
    height: 5,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  });
  pattern.append(draw("rect", { width: 1.6, height: 5, class: "doubt-stripe" }));
  defs.append(pattern);
  return defs;
}

/**
 * Draws the boxes of one page.
 * @param page size, words and boxes as the server gives them
 * @param hits of the store, by id
 * @param look `{current, alike, colour, size}`: the current hit, its group, colour number of a hit, letter size
 */
export function overlay(page, hits, look) {
  const known = page.boxes
    .map((each) => ({ ...each, is: hits.get(each.hit) }))
    .filter((each) => each.is && !each.is.gone);
  const ordered = [...known].sort((one, two) => area(two.box) - area(one.box));
  const shapes = ordered.map((each) => shape(each, look));
  const rings = ordered.filter((each) => each.hit === look.current).map((each) => ring(each.box));
  return [...shapes, ...rings, ...labels(ordered, page, look)];
}

const area = ([x0, y0, x1, y1]) => (x1 - x0) * (y1 - y0);

function shape({ hit, box, is }, look) {
  const alike = is.group === look.alike && hit !== look.current ? " alike" : "";
  const hint = is.hint && !is.verdict ? " hint" : "";
  const grown = grow(box, 0.8);
  return draw("rect", {
    ...size(grown),
    rx: 1,
    class: `box ${STYLE[is.verdict]} ground-${look.colour(is)}${alike}${hint}`,
    "data-hit": hit,
  });
}

function ring(box) {
  return draw("rect", { ...size(grow(box, 2.4)), rx: 2, class: "ring" });
}

const grow = ([x0, y0, x1, y1], by) => [x0 - by, y0 - by, x1 + by, y1 + by];

const size = ([x0, y0, x1, y1]) => ({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });

/** One label a hit, on its widest box: on it once it is redacted, else beside it where no open text stands. */
function labels(boxes, page, look) {
  const widest = new Map();
  for (const each of boxes) {
    const old = widest.get(each.hit);
    if (!old || width(each.box) > width(old.box)) widest.set(each.hit, each);
  }
  const taken = page.words.map((word) => word.box);
  const made = [];
  for (const each of widest.values()) {
    const spot = place(each, taken, page, look);
    if (!spot) continue;
    taken.push(spot.box);
    made.push(label(each.is, spot, look));
  }
  return made;
}

const width = ([x0, , x1]) => x1 - x0;

function text(hit) {
  const sign = SIGN[hit.verdict];
  return hit.verdict === REDACT || !hit.verdict ? hit.label || sign : `${sign} ${hit.verdict}`;
}

function place({ box, is }, taken, page, look) {
  const letters = text(is);
  const small = look.size * 0.82;
  const wide = letters.length * look.size * 0.56 + 4;
  const high = look.size + 1.5;
  const [x0, y0, x1, y1] = box;
  const short = letters.length * small * 0.56 + 3;
  if (is.verdict === REDACT && x1 - x0 >= 1.4 * short) {
    return {
      on: true,
      size: Math.min(small, (y1 - y0) * 0.85),
      box: [x1 - short, y0 - 0.8, x1 + 0.8, y1 + 0.8],
      text: letters,
    };
  }
  const spots = [
    [x0, y0 - GAP - high],
    [x1 - wide, y0 - GAP - high],
    [x1 + GAP + 1, (y0 + y1 - high) / 2],
    [x0 - GAP - 1 - wide, (y0 + y1 - high) / 2],
    [x0, y1 + GAP],
    [x1 - wide, y1 + GAP],
  ].map(([x, y]) => [x, y, x + wide, y + high]);
  const free = spots.find((spot) => inside(spot, page) && !taken.some((other) => meets(spot, other)));
  return free ? { on: false, size: look.size, box: free, text: letters } : null;
}

const inside = ([x0, y0, x1, y1], page) => x0 >= 0 && y0 >= 0 && x1 <= page.width && y1 <= page.height;

const meets = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];

function label(hit, spot, look) {
  const [x0, y0, x1, y1] = spot.box;
  const group = draw("g", {
    class: `label ${spot.on ? "on" : "beside"} ${STYLE[hit.verdict]} ground-${look.colour(hit)}`,
  });
  group.append(draw("rect", { ...size(spot.box), rx: 1 }));
  const middle = {
    x: (x0 + x1) / 2,
    y: (y0 + y1) / 2 + spot.size * 0.35,
    "font-size": spot.size,
    "text-anchor": "middle",
  };
  group.append(draw("text", middle, spot.text));
  return group;
}

/** The hits whose boxes hold this point, the smallest first. */
export function hitsAt(page, hits, [x, y]) {
  const found = page.boxes
    .filter(
      ({ hit, box: [x0, y0, x1, y1] }) => hits.has(hit) && x >= x0 - 1 && x <= x1 + 1 && y >= y0 - 1 && y <= y1 + 1,
    )
    .sort((one, two) => area(one.box) - area(two.box))
    .map(({ hit }) => hit);
  return [...new Set(found)];
}
