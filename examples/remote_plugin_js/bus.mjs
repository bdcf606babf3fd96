// The bus for a plugin on Node: what it is told, once and in order, and what it is asked.
//
// Needs nothing but Node 22 or later. Protocol `ccsdk.v1`, see docs/reference/remote-plugins.md.

const START = "0".repeat(20);
const ACK_EVERY_MS = 1_000;
const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 4_000;
const SILENT_BEATS = 2.5;

/**
 * @typedef {Record<string, any>} Json
 * @typedef {{epoch: string, cursor: string}} Place
 */

export class PluginBus {
  #options;
  /** @type {WebSocket | undefined} */
  #socket;
  /** @type {Place | undefined} */
  #place;
  #label = "";
  #beatMs = 20_000;
  #failures = 0;
  #ackedAt = 0;
  #isOver = false;
  /** Frames are taken one after the other. */
  #work = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  #silence;

  /**
   * @param {object} options
   * @param {string} options.url Of the center's bus.
   * @param {string} options.token What `ccsdk plugins token` printed.
   * @param {string} options.name
   * @param {string[]} options.topics What `onEvents` is told; none: nothing.
   * @param {Record<string, (data: Json) => any>} options.hooks What it is asked, by name.
   * @param {Record<string, (request: Json, asker: Json) => any>} options.handlers
   * @param {Place} [options.place] Up to where it is done, as `onEvents` last kept it.
   * @param {(events: Json[], place: Place) => Promise<void>} options.onEvents Keeps what it
   *   makes of the events together with the place: both, or neither.
   * @param {(center: string) => void} [options.onReady]
   */
  constructor(options) {
    this.#options = options;
    this.#place = options.place;
    /** Settles when there is no use in connecting again. */
    this.ended = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }

  start() {
    const { url, token, name, hooks, handlers } = this.#options;
    const headers = { authorization: `Bearer ${token}` };
    const options = /** @type {any} */ ({ protocols: ["ccsdk.v1"], headers });
    const socket = (this.#socket = new WebSocket(url, options));
    const offer = { name, hooks: Object.keys(hooks), handlers: named(handlers) };
    socket.onopen = () =>
      this.#send({ op: "hello", v: [1], session: `se_plugin-${name}`, plugin: offer });
    socket.onmessage = ({ data }) => this.#heard(JSON.parse(data));
    socket.onclose = ({ code, reason }) => socket === this.#socket && this.#lost(code, reason);
  }

  stop() {
    this.#isOver = true;
    this.#send({ op: "bye" });
    this.#socket?.close();
    this.#end();
  }

  /** @param {Json} frame */
  #heard(frame) {
    this.#listen();
    // An answer waits for nothing, events for the ones before them.
    if (frame.op === "req") this.#answer(frame);
    else this.#work = this.#work.then(() => this.#take(frame)).catch((error) => this.#fail(error));
  }

  /** @param {Json} frame */
  async #take(frame) {
    if (frame.op === "welcome") this.#welcomed(frame);
    else if (frame.op === "res" && frame.id === "sub") this.#subscribed(frame);
    else if (frame.op === "ev" && frame.sub === this.#label) await this.#linked(frame);
    this.#acknowledge();
  }

  /** @param {Json} welcome */
  #welcomed({ epoch, hb_ms: beatMs, principal }) {
    this.#beatMs = beatMs;
    this.#failures = 0;
    this.#place ??= { epoch, cursor: START };
    const { topics, onReady } = this.#options;
    if (topics.length) this.#send({ op: "sub", id: "sub", topics, from: this.#place });
    onReady?.(principal.center);
  }

  /** @param {Json} res */
  #subscribed({ ok, err }) {
    if (err) throw new Error(`the center refused the topics: ${err.reason ?? err.code}`);
    // A snapshot tells what is, not what happened: it is no help to who counts.
    if (ok.state === "reset") throw new Error("the center has another log than before");
    this.#label = ok.sub;
  }

  /** The link rule: what starts where we stand moves us. @param {Json} link */
  async #linked({ prev, cursor, events }) {
    const place = /** @type {Place} */ (this.#place);
    if (prev !== place.cursor) {
      if (cursor > place.cursor) this.#send({ op: "sub", id: "sub", ...this.#wanted(place) });
      return;
    }
    const next = { epoch: place.epoch, cursor };
    if (events.length) await this.#options.onEvents(events, next);
    this.#place = next;
  }

  /** @param {Place} from */
  #wanted(from) {
    this.#label = "";
    return { topics: this.#options.topics, from };
  }

  /** @param {Json} asked */
  async #answer({ id, method, data }) {
    const { hooks, handlers } = this.#options;
    try {
      const ok = hooks[method]
        ? { answer: (await hooks[method](data)) ?? null }
        : await handlers[method](data.request, data.asker);
      this.#send({ op: "res", id, ok });
    } catch (error) {
      const reason = String(error).slice(0, 500);
      this.#send({ op: "res", id, err: { code: "raised", reason } });
    }
  }

  #acknowledge() {
    const now = performance.now();
    if (now - this.#ackedAt < ACK_EVERY_MS) return;
    this.#ackedAt = now;
    const cursor = this.#place?.cursor;
    this.#send({ op: "ack", subs: this.#label && cursor ? { [this.#label]: cursor } : {} });
  }

  /** @param {Json} frame */
  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#socket?.close(), SILENT_BEATS * this.#beatMs);
  }

  /** @param {number} code @param {string} reason */
  #lost(code, reason) {
    clearTimeout(this.#silence);
    this.#label = "";
    if (this.#isOver) return;
    if (code >= 4500) return this.#fail(new Error(`the center refused us (${code}): ${reason}`));
    this.#failures += 1;
    const span = Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** this.#failures);
    setTimeout(() => this.#isOver || this.start(), Math.random() * span);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#isOver = true;
    this.#socket?.close();
    this.#end(error);
  }

  /** @param {unknown} [error] */
  #end(error) {
    clearTimeout(this.#silence);
    const settle = /** @type {any} */ (this);
    if (error) settle.reject(error);
    else settle.resolve();
  }
}

/** @param {Record<string, unknown>} handlers */
const named = (handlers) => Object.keys(handlers).map((name) => ({ name, timeout_ms: 1_000 }));
