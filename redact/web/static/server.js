/** Talks to the program: reads at once, writes one after the other. */

const PAUSE = 1000;
const POLL = 3000;

/** The program said no; `message` is its Dutch sentence and `hits` are the hits as they are now. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.error || `De keuze is niet verwerkt (fout ${status}).`);
    this.status = status;
    this.hits = answer.hits || [];
  }
}

/** The connection was gone and it cannot be known whether the write was done. */
export class Lost extends Error {
  constructor() {
    super("De verbinding viel weg. Controleer of uw laatste keuze is opgeslagen.");
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Events: 'lost' and 'found' (the connection), 'news' (what changed elsewhere, in `detail`), 'work' (queue length). */
export class Server extends EventTarget {
  #last = Promise.resolve();
  #waiting = 0;
  connected = true;

  /** How many writes are not yet on disk. */
  get waiting() {
    return this.#waiting;
  }

  /** The JSON at this address. */
  async get(path, signal = undefined) {
    return this.#answer(await fetch(path, { headers: { Accept: "application/json" }, signal }));
  }

  /** Asks something for which a body is needed; changes nothing. */
  async ask(path, body) {
    return this.#answer(await fetch(path, this.#request(body)));
  }

  /** Writes when all earlier writes are done. A `repeatable` write is sent again after the connection was gone. */
  write(path, body, repeatable = false) {
    this.#count(1);
    const written = this.#last.then(() => this.#send(path, body, repeatable));
    this.#last = written.catch(() => undefined);
    return written.finally(() => this.#count(-1));
  }

  /** Asks every 3 seconds what changed since `revision()`; an answer of null ends it. */
  async poll(revision) {
    for (;;) {
      await sleep(POLL);
      if (this.connected && !this.#waiting) await this.#ask(revision);
    }
  }

  async #ask(revision) {
    try {
      const news = await this.get(`/api/changes?since=${revision()}`);
      if (!this.#waiting) this.#tell("news", news);
    } catch (error) {
      if (error instanceof Refused) this.#tell("refused", error);
      else await this.#reconnect();
    }
  }

  async #send(path, body, repeatable) {
    for (;;) {
      try {
        return await this.#answer(await fetch(path, this.#request(body)));
      } catch (error) {
        if (error instanceof Refused) throw error;
        await this.#reconnect();
        if (!repeatable) throw new Lost();
      }
    }
  }

  #request(body) {
    const headers = { "Content-Type": "application/json", "X-Redact": "1" };
    return { method: "POST", headers, body: JSON.stringify(body) };
  }

  async #answer(response) {
    let answer;
    try {
      answer = await response.json();
    } catch (error) {
      if (response.ok) throw error;
      answer = {};
    }
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }

  async #reconnect() {
    this.connected = false;
    this.#tell("lost");
    while (!this.connected) {
      await sleep(PAUSE);
      this.connected = await this.#reachable();
    }
    this.#tell("found");
  }

  async #reachable() {
    try {
      await fetch("/api/changes?since=999999999");
      return true;
    } catch {
      return false;
    }
  }

  #count(step) {
    this.#waiting += step;
    this.#tell("work");
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
