// One socket from its token to its close, and one subscription's place in the log.

import { BusError } from "./ccsdk-request.js";

/** @import {Frame, Keep} from "./ccsdk-request.js" */
/** @typedef {"connecting" | "live" | "catching_up" | "offline" | "stopped"} BusState */
/** @typedef {{closeCode?: number, retryInMs?: number, reason?: string}} StateDetail */
/** @typedef {{epoch: string, cursor: string}} Place */
/** @typedef {{code?: number, reason?: string, error?: unknown}} Outcome */
/**
 * @typedef {object} Options
 * @property {() => Promise<string>} token Resolves to a fresh token.
 * @property {string | URL} url
 * @property {Frame} [client] What the server's log calls this page.
 * @property {typeof WebSocket} [socket]
 * @property {string} [session] Names this tab.
 * @property {Keep} [outbox] Keeps commands over a reload.
 */
/**
 * @typedef {object} Owner
 * @property {(connection: Connection) => void} welcomed
 * @property {(connection: Connection, frame: Frame) => void} received
 * @property {(connection: Connection, outcome: Outcome) => void} closed
 */
/**
 * @typedef {object} Wanted
 * @property {string[]} topics
 * @property {Record<string, string[]>} [where]
 * @property {"snapshot" | "now" | Place} [from]
 * @property {boolean} [eph] Also hear what is never stored, such as who types.
 * @property {(events: Frame[], info: {cursor: string, caughtUp: boolean}) => void} [onEvents]
 * @property {(items: Frame[], info: Frame) => void} [onSnapshot] Info: {at, first, last}.
 * @property {() => void} [onReset]
 * @property {(heard: {topic: string, key: string, ttl_ms: number}) => void} [onEph]
 * @property {(error: BusError) => void} [onError]
 */

const OPEN_MS_MAX = 20_000;
const SILENT_BEATS = 2.5;
const EVENTS_PER_FRAME = 100;

/**
 * A socket. The owner hears `welcomed(this)`, then `received(this, frame)`, and once
 * `closed(this, {code, reason, error})`, without a code when we gave up ourselves. Time is
 * `performance.now()`: nobody sets that clock.
 */
export class Connection {
  /** @type {WebSocket | undefined} */
  #socket;
  #timer = 0;
  #heardAt = 0;
  #isClosed = false;
  /** @type {Frame | null} */
  welcome = null;
  /** @type {Frame | null} */
  lastError = null;
  welcomedAt = Infinity;

  /** @param {Options} options @param {string} session @param {Owner} owner */
  constructor(options, session, owner) {
    this.owner = owner;
    this.#timer = setTimeout(() => this.#abort("timeout"), OPEN_MS_MAX);
    this.#open(options, session);
  }

  /**
   * The token first: a socket without its hello is refused for good after five seconds.
   * @param {Options} options
   * @param {string} session
   */
  async #open({ token, url, client, socket: Socket = WebSocket }, session) {
    let hello;
    try {
      hello = { op: "hello", v: [1], token: await token(), session, client };
    } catch (error) {
      const { code, name } = /** @type {BusError} */ (error);
      return this.#fail({ reason: code ?? name, error });
    }
    if (this.#isClosed) return;
    const socket = new Socket(url, ["ccsdk.v1"]);
    this.#socket = socket;
    socket.onopen = () => this.send(hello);
    socket.onmessage = ({ data }) => this.#isClosed || this.#heard(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#fail({ code, reason });
  }

  /** @param {Frame} frame */
  send(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  /** Close; the owner hears no more of it. */
  leave(code = 1000) {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.send({ op: "bye" });
    this.#socket?.close(code);
  }

  /** Give up now if nothing was heard for too long. */
  checkSilence() {
    clearTimeout(this.#timer);
    const left = this.#heardAt + SILENT_BEATS * this.welcome?.hb_ms - performance.now();
    if (left <= 0) this.#abort("silent");
    else this.#timer = setTimeout(() => this.checkSilence(), left);
  }

  /** @param {Frame} frame */
  #heard(frame) {
    this.#heardAt = performance.now();
    if (this.welcome) return this.owner.received(this, frame);
    if (frame.op !== "welcome") {
      this.lastError = frame;
      return;
    }
    this.welcome = frame;
    this.welcomedAt = this.#heardAt;
    this.checkSilence();
    this.owner.welcomed(this);
  }

  /**
   * The close event of a dead socket may take minutes: nobody waits for it.
   * @param {string} reason
   */
  #abort(reason) {
    this.#fail({ reason });
    this.leave();
  }

  /** @param {Outcome} outcome */
  #fail(outcome) {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.owner.closed(this, outcome);
  }
}

/**
 * The link rule: a link `prev -> cursor` that starts where we stand moves us; one that ends
 * there or before is old; any other means that something is missing, so we ask again from
 * where we stand and drop what comes before the answer. Cursors are opaque texts, never
 * computed and never taken from an event.
 */
export class Subscription {
  /** @type {"idle" | "asked" | "snapshot" | "following" | "ended"} */
  state = "idle";
  /** @type {string | null} */
  label = null;
  isFull = false;
  #epoch = "";

  /**
   * `from` is what to ask for next: "snapshot", "now" or {epoch, cursor}.
   * @param {Wanted} wanted
   * @param {(subscription: Subscription) => void} ask
   */
  constructor({ topics, where, from = "snapshot", eph = false, ...handlers }, ask) {
    this.topics = topics;
    this.where = where;
    this.from = from;
    this.eph = eph;
    /** @type {Record<string, any>} */
    this.handlers = handlers;
    this.ask = ask;
  }

  get cursor() {
    return typeof this.from === "string" ? null : this.from;
  }

  get isBehind() {
    return this.state !== "following" || this.isFull;
  }

  /** @param {boolean} hasEph Whether the server knows that member. */
  frame(hasEph) {
    this.state = "asked";
    const { topics, where, from } = this;
    return { op: "sub", topics, where, from, eph: (hasEph && this.eph) || undefined };
  }

  /** @param {Frame} ok */
  answered({ sub, state, epoch, cursor }) {
    this.label = sub;
    this.#epoch = epoch;
    this.isFull = false;
    if (state !== "reset") return this.#follow(cursor);
    this.from = "snapshot";
    this.state = "snapshot";
    this.#tell("onReset");
  }

  /** @param {Frame} err */
  refused(err) {
    this.state = "ended";
    this.#tell("onError", new BusError(err));
  }

  /** @param {Frame} frame */
  heard({ topic, key, ttl_ms: ttlMs }) {
    if (this.eph) this.#tell("onEph", { topic, key, ttl_ms: ttlMs });
  }

  /** @param {Frame} frame */
  snapshot({ at, part, last, items }) {
    if (this.state !== "snapshot") return;
    this.#tell("onSnapshot", items, { at, first: part === 0, last });
    if (last && this.state === "snapshot") this.#follow(at);
  }

  /** @param {Frame} frame */
  link({ prev, cursor, events }) {
    if (this.state !== "following") return;
    const mine = this.cursor?.cursor ?? "";
    if (prev !== mine) {
      if (cursor > mine) this.ask(this);
      return;
    }
    this.isFull = events.length >= EVENTS_PER_FRAME;
    this.#follow(cursor);
    if (events.length) this.#tell("onEvents", events, { cursor, caughtUp: !this.isFull });
  }

  /** @param {string} cursor */
  #follow(cursor) {
    this.state = "following";
    this.from = { epoch: this.#epoch, cursor };
  }

  /**
   * A handler that throws is a fault of the page and does not stop the stream.
   * @param {string} name
   * @param {...unknown} values
   */
  #tell(name, ...values) {
    try {
      this.handlers[name]?.(...values);
    } catch (error) {
      reportError(error);
    }
  }
}
