/** Pages as pictures and as data, kept for a while and fetched ahead. */

const KEPT = 40;
const STEP = 200;

/** Fetches pages; the last ones are kept. */
export class Pages {
  #server;
  #data = new Map();
  #pictures = new Map();

  constructor(server) {
    this.#server = server;
  }

  /** Size, words and boxes of a page, in points. */
  data(documentId, number) {
    const key = `${documentId}/${number}`;
    return this.#kept(this.#data, key, () => {
      const path = `/api/documents/${encodeURIComponent(documentId)}/pages/${number}`;
      const fetched = this.#server.get(path);
      fetched.catch(() => this.#data.delete(key));
      return fetched;
    });
  }

  /** The picture of a page, as an element of its own: 'pages' as it is, 'preview' as it will be published. */
  picture(kind, documentId, number, width) {
    const path = `/${kind}/${encodeURIComponent(documentId)}/${number}.png?width=${rounded(width)}`;
    if (kind === "preview") return picture(path);
    return this.#kept(this.#pictures, path, () => picture(path));
  }

  /** Fetches a page that somebody will probably look at next. */
  prepare(documentId, number, width) {
    this.data(documentId, number).catch(() => undefined);
    this.picture("pages", documentId, number, width);
  }

  /** Forgets what boxes stand on these pages, because hits came or went. */
  forget() {
    this.#data.clear();
  }

  #kept(store, key, fetch) {
    const value = store.get(key) ?? fetch();
    store.delete(key);
    store.set(key, value);
    if (store.size > KEPT) store.delete(store.keys().next().value);
    return value;
  }
}

function rounded(width) {
  const sharp = Math.ceil((width * Math.min(2, window.devicePixelRatio || 1)) / STEP) * STEP;
  return Math.min(3000, Math.max(600, sharp));
}

function picture(path) {
  const element = new Image();
  element.alt = "";
  element.draggable = false;
  element.src = path;
  return element;
}
