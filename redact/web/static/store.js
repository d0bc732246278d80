/** Everything the page knows of the case: hits, documents, groups. The server's word counts; choices show at once. */

import { DOUBT, KEEP, OPEN, REDACT } from "./wording.js";

/**
 * Event 'change': `detail.hits` are the ids of hits that look different, `detail.told` of those that the server told of,
 * `detail.structure` says whether hits came, went or changed group, `detail.documents` whether documents changed.
 */
export class Store extends EventTarget {
  hits = new Map();
  documents = new Map();
  groups = new Map();
  order = [];
  record = null;
  progress = null;
  revision = 0;
  #pending = new Map();
  #rank = new Map();
  #names = new Map();

  /** Takes the case and all its hits. */
  load(record, answer) {
    this.record = record;
    this.progress = record.progress;
    this.revision = Math.max(record.revision, answer.revision);
    this.documents = new Map(record.documents.map((each) => [each.id, each]));
    this.#rank = new Map(record.documents.map((each, index) => [each.id, index]));
    this.hits = new Map(answer.hits.map((hit) => [hit.id, hit]));
    for (const group of answer.groups || []) this.#names.set(group.id, group);
    this.#arrange(answer.hits.map((hit) => hit.id));
  }

  #arrange(ids) {
    this.order = ids;
    this.groups = new Map();
    for (const id of ids) this.#enlist(this.hits.get(id));
  }

  #enlist(hit) {
    if (!this.groups.has(hit.group)) this.groups.set(hit.group, []);
    this.groups.get(hit.group).push(hit.id);
  }

  /** The ground or marking with this code. */
  ground(code) {
    const { grounds, markings } = this.record;
    return grounds.find((each) => each.code === code) || markings.find((each) => each.id === code);
  }

  /** What stands on the box for these grounds. */
  label(codes) {
    return codes.map((code) => this.ground(code)?.label ?? code).join("; ");
  }

  /** Which of the nine colours a ground has. */
  colour(hit) {
    const index = this.record.grounds.findIndex((each) => each.code === hit.grounds[0]);
    return index < 0 ? 0 : (index % 8) + 1;
  }

  /** The hits of the same person or term, in document order. */
  alike(hit) {
    return (this.groups.get(hit.group) || []).map((id) => this.hits.get(id)).filter(Boolean);
  }

  /** What a group is called: the server's name, or its longest text in frequent use. */
  nameOf(groupId) {
    const known = this.#names.get(groupId);
    if (known?.name) return known.name;
    const counts = new Map();
    for (const id of this.groups.get(groupId) || []) {
      const text = this.hits.get(id).text;
      counts.set(text, (counts.get(text) || 0) + 1);
    }
    const frequent = [...counts].sort((one, two) => two[0].length - one[0].length || two[1] - one[1]);
    return frequent[0]?.[0] ?? "";
  }

  /** How many hits wait for a final word. */
  get open() {
    let number = 0;
    for (const hit of this.hits.values()) if (hit.open) number += 1;
    return number;
  }

  /** Shows a choice before it is saved. Gives the hits as they were, for `restore`. */
  foresee(ids, change) {
    const before = new Map(ids.map((id) => [id, this.hits.get(id)]));
    for (const id of ids) {
      const hit = { ...this.hits.get(id), ...change };
      hit.label = this.label(hit.grounds);
      hit.open = isOpen(hit);
      this.hits.set(id, hit);
      this.#pending.set(id, (this.#pending.get(id) || 0) + 1);
    }
    this.#tell(ids, false);
    return before;
  }

  /** Ends what `foresee` began: the write was answered, for better or worse. */
  settle(ids) {
    for (const id of ids) {
      const left = (this.#pending.get(id) || 1) - 1;
      if (left) this.#pending.set(id, left);
      else this.#pending.delete(id);
    }
  }

  /** Puts hits back as they were, but for those that were chosen on again meanwhile. */
  restore(before) {
    const ids = [...before.keys()].filter((id) => !this.#pending.has(id) && this.hits.has(id));
    for (const id of ids) this.hits.set(id, before.get(id));
    this.#tell(ids, false);
  }

  /** Takes what the server says: an answer to a write, or news from another window. */
  take(answer) {
    this.revision = Math.max(this.revision, answer.revision ?? 0);
    if (answer.progress) this.progress = answer.progress;
    for (const each of answer.documents || []) this.documents.set(each.id, each);
    const told = (answer.hits || []).filter((hit) => !this.#pending.has(hit.id));
    const hits = told.filter((hit) => JSON.stringify(hit) !== JSON.stringify(this.hits.get(hit.id)));
    const structure = this.#place(hits, answer.removed || []);
    const documents = Boolean(answer.documents?.length);
    this.#tell(
      hits.map((hit) => hit.id),
      structure,
      told.map((hit) => hit.id),
      documents,
    );
  }

  #place(hits, removed) {
    const gone = removed.filter((id) => this.hits.delete(id));
    const fresh = [];
    let regrouped = false;
    for (const hit of hits) {
      const old = this.hits.get(hit.id);
      if (!old) fresh.push(hit.id);
      else if (old.group !== hit.group) regrouped = true;
      this.hits.set(hit.id, hit);
    }
    if (!gone.length && !fresh.length && !regrouped) return false;
    this.#arrange(this.#sorted([...this.order.filter((id) => this.hits.has(id)), ...fresh]));
    return true;
  }

  #sorted(ids) {
    const place = (id) => {
      const hit = this.hits.get(id);
      return (this.#rank.get(hit.document) ?? 0) * 100000 + hit.page;
    };
    return ids
      .map((id) => [id, place(id)])
      .sort((one, two) => one[1] - two[1])
      .map(([id]) => id);
  }

  #tell(hits, structure, told = [], documents = false) {
    this.dispatchEvent(new CustomEvent("change", { detail: { hits, structure, told, documents } }));
  }
}

function isOpen(hit) {
  if (hit.verdict === DOUBT) return true;
  return hit.verdict === OPEN && !hit.hint;
}

/** Whether somebody gave a final word. */
export const isDecided = (hit) => hit.verdict === REDACT || hit.verdict === KEEP;

/** Whether this hit waits for a second reader. */
export const awaitsSecond = (hit) => hit.needs_second && !hit.second;
