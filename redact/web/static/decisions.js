/** Deciding: shown at once, written behind the reviewer's back, put back when the program says no. */

import { askGround, askText } from "./dialogs.js";
import { awaitsSecond, isDecided } from "./store.js";
import { Refused } from "./server.js";
import { say } from "./bars.js";
import { count, many, named, OPEN, quoted, REDACT, said } from "./wording.js";

/** What reviewers do to hits. `desk`: {store, server, list, question, fault, select, current} of the page. */
export class Decisions {
  #desk;
  #store;
  #server;
  #regrounded = new Set();
  #lastGrounds = null;

  constructor(desk) {
    this.#desk = desk;
    this.#store = desk.store;
    this.#server = desk.server;
  }

  /** Grounds to begin with where the machine proposes none. */
  get usual() {
    return this.#lastGrounds ?? (this.#store.record.grounds[0] ? [this.#store.record.grounds[0].code] : []);
  }

  /** Gives the current hit this verdict and goes on to the next open one. */
  async decide(verdict) {
    const hit = this.#desk.current();
    if (!hit) return;
    this.#desk.question.dismiss();
    let grounds = hit.grounds;
    if (verdict === REDACT && !grounds.length) {
      const answer = await askGround(this.#store.record, {
        title: `${quoted(named(hit))} lakken`,
        text: "",
        start: [],
      });
      if (!answer) return;
      grounds = answer.grounds;
      this.#regrounded.add(hit.id);
    }
    const next = this.#next(hit.id);
    const others = this.#others(hit, verdict);
    this.#send([hit.id], verdict, grounds);
    this.#tell(hit.id);
    if (next) this.#desk.select(next);
    if (others.length && isDecided({ verdict })) this.#offer(hit.id, verdict, others);
  }

  #next(id) {
    const wanted = this.#store.record.second ? awaitsSecond : (hit) => hit.open;
    return this.#desk.list.after(id, wanted);
  }

  /** The like of a hit that nobody decided on yet. */
  #others(hit, verdict) {
    return this.#store
      .alike(hit)
      .filter((each) => each.id !== hit.id && each.verdict === OPEN && !each.hint && verdict !== OPEN)
      .map((each) => each.id);
  }

  #offer(id, verdict, ids) {
    const words = ids.length === 1 ? "1 andere keer" : `${count(ids.length)} andere keren`;
    const name = quoted(named(this.#store.hits.get(id)), 40);
    this.#desk.question.ask(`${name}: ${words} ook ${verdict}?`, "Ja, ook die", () =>
      this.#many(ids, verdict, this.#groundsFor(id, verdict, ids)),
    );
  }

  /** Grounds go along with a group when somebody chose them for its first hit, or when one of it has none. */
  #groundsFor(id, verdict, ids) {
    if (verdict !== REDACT) return null;
    const bare = ids.some((each) => !this.#store.hits.get(each).grounds.length);
    return bare || this.#regrounded.has(id) ? this.#store.hits.get(id).grounds : null;
  }

  /** Asks whether all hits of the same person or term get the verdict of the current one; asked already: does it. */
  all() {
    if (this.#desk.question.open) {
      this.#desk.question.accept();
      return;
    }
    const hit = this.#desk.current();
    if (!hit) return;
    if (this.#store.record.second) this.#allSecond(hit);
    else this.#allSame(hit);
  }

  #allSame(hit) {
    const verdict = isDecided(hit) ? hit.verdict : hit.proposal || REDACT;
    const alike = this.#store.alike(hit).filter((each) => each.id === hit.id || !each.hint);
    const grounds = this.#groundsFor(
      hit.id,
      verdict,
      alike.map((each) => each.id),
    );
    const same = (each) => each.verdict === verdict && (!grounds || each.label === hit.label);
    const ids = alike.filter((each) => !same(each)).map((each) => each.id);
    if (!ids.length) {
      say(`Alle ${count(alike.length)} treffers hebben dit oordeel al.`);
      return;
    }
    if (grounds && !grounds.length) {
      this.#desk.fault.show("Kies eerst een grond voor deze treffer (1 tot en met 9).");
      return;
    }
    const changed = alike.filter((each) => ids.includes(each.id) && isDecided(each)).length;
    const note = changed ? ` ${count(changed)} daarvan kregen eerder een ander oordeel.` : "";
    const ground = grounds ? ` op ${hit.label}` : "";
    const name = quoted(this.#store.nameOf(hit.group) || named(hit), 40);
    const words = `${name}: ${many(ids.length, "keer", "keer")} ${verdict}${ground}?${note}`;
    this.#desk.question.ask(words, `Ja, alle ${count(ids.length)}`, () => this.#many(ids, verdict, grounds), true);
  }

  #allSecond(hit) {
    const ids = this.#store
      .alike(hit)
      .filter(awaitsSecond)
      .map((each) => each.id);
    if (!ids.length) return say("Van deze persoon of dit begrip is niets te bevestigen.");
    const name = quoted(this.#store.nameOf(hit.group) || named(hit), 40);
    const words = `${name}: ${many(ids.length, "oordeel", "oordelen")} bevestigen?`;
    return this.#desk.question.ask(words, `Ja, alle ${count(ids.length)}`, () => this.confirm(ids), true);
  }

  #many(ids, verdict, grounds) {
    const here = this.#desk.current();
    const next = here && (ids.includes(here.id) || !here.open) ? this.#nextBeyond(here.id, ids) : null;
    this.#send(ids, verdict, grounds);
    say(`${many(ids.length, "treffer", "treffers")}: ${verdict}; nog ${count(this.#store.open)} open`);
    if (next) this.#desk.select(next);
  }

  #nextBeyond(id, ids) {
    const out = new Set(ids);
    return this.#desk.list.after(id, (hit) => hit.open && !out.has(hit.id));
  }

  /** Gives the same verdict and grounds to all these hits; whether the program took it. */
  repair(side, ids) {
    return this.#send(ids, side.verdict, side.verdict === REDACT ? side.grounds : null);
  }

  /** Gives the current hit the ground with this number; with `add`, beside the others or away from them. */
  groundByNumber(number, add) {
    const each = this.#store.record.grounds.find((ground) => String(ground.key) === String(number));
    if (each) this.ground(each.code, add);
  }

  /** Gives the current hit this ground or marking. */
  ground(code, add = false) {
    const hit = this.#desk.current();
    if (!hit) return;
    const had = hit.grounds.includes(code);
    let grounds = [code];
    if (add) grounds = had ? hit.grounds.filter((each) => each !== code) : [...hit.grounds, code];
    this.#regrounded.add(hit.id);
    this.#lastGrounds = grounds.length ? grounds : null;
    this.#send([hit.id], hit.verdict, grounds);
    say(grounds.length ? `${hit.id}: grond ${this.#store.label(grounds)}` : `${hit.id}: geen grond`);
  }

  /** Writes a remark with a hit. */
  async note(id, remark) {
    const hit = this.#store.hits.get(id);
    if (!hit || hit.remark === remark) return;
    if (await this.#write([id], { remark }, "/api/decide", { verdict: hit.verdict, remark }))
      say(`${id}: opmerking opgeslagen`);
  }

  #send(ids, verdict, grounds) {
    const change = { verdict, reviewer: this.#store.record.reviewer, second: "" };
    const body = { verdict };
    if (grounds) {
      change.grounds = grounds;
      body.grounds = grounds;
    }
    return this.#write(ids, change, "/api/decide", body);
  }

  async #write(ids, change, path, body) {
    const before = this.#store.foresee(ids, change);
    try {
      const answer = await this.#server.write(path, { ...body, hits: ids, seen: this.#store.revision }, true);
      this.#store.settle(ids);
      this.#store.take(answer);
      return true;
    } catch (error) {
      this.#store.settle(ids);
      this.#store.restore(before);
      this.#undone(error, ids[0]);
      return false;
    }
  }

  #undone(error, id) {
    if (error instanceof Refused && error.hits.length) this.#store.take({ hits: error.hits });
    this.#desk.question.dismiss();
    say(id ? `${id} staat weer zoals hij was.` : "");
    const words = id && !error.message.includes(id) ? `${id}: ${error.message}` : error.message;
    this.#desk.fault.show(words, id ? () => this.#desk.select(id) : null);
  }

  #tell(id) {
    say(`${said(this.#store.hits.get(id))}; nog ${count(this.#store.open)} open`);
  }

  /** The second reader agrees. */
  async confirm(ids = null) {
    const hit = this.#desk.current();
    const chosen = ids ?? (hit ? [hit.id] : []);
    if (!chosen.length) return;
    if (!ids && !awaitsSecond(hit)) return say(`${hit.id} hoeft niet te worden bevestigd.`);
    const next = this.#desk.list.after(hit.id, (each) => awaitsSecond(each) && !chosen.includes(each.id));
    const done = this.#write(chosen, { second: this.#store.record.reviewer }, "/api/confirm", {});
    const left = [...this.#store.hits.values()].filter(awaitsSecond).length;
    say(
      `${chosen.length === 1 ? chosen[0] : many(chosen.length, "oordeel", "oordelen")} bevestigd; nog ${count(left)} te bevestigen`,
    );
    if (next) this.#desk.select(next);
    await done;
  }

  /** The second reader sends it back with a remark. */
  async sendBack() {
    const hit = this.#desk.current();
    if (!hit) return;
    const remark = await askText(`${hit.id} terugsturen`, "Wat moet de eerste lezer weten?", "Terugsturen");
    if (!remark) return;
    const next = this.#next(hit.id);
    if (await this.perform("/api/return", { hits: [hit.id], remark })) if (next) this.#desk.select(next);
  }

  /** Takes the last action back, or does it again. */
  async step(path) {
    this.#desk.question.dismiss();
    const answer = await this.perform(path, {});
    const id = answer?.hits.find((hit) => this.#store.hits.has(hit.id))?.id;
    if (id) this.#desk.select(id);
  }

  /** Something that cannot be shown before it is done. Answers what the program says, or null. */
  async perform(path, body) {
    try {
      const answer = await this.#server.write(path, { ...body, seen: this.#store.revision });
      this.#store.take(answer);
      say(`${answer.said}; nog ${count(this.#store.open)} open`);
      return answer;
    } catch (error) {
      this.#undone(error, null);
      return null;
    }
  }

  /** Grounds chosen in a dialog are those to begin with next time. */
  remember(grounds) {
    this.#lastGrounds = grounds;
  }
}
