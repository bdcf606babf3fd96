// One socket from its token to its close, and one subscription's place in the log.

import { BusError } from "./ccsdk-request.js";

const OPEN_MS_MAX = 20_000;
const SILENT_BEATS = 2.5;
const EVENTS_PER_FRAME = 100;

/**
 * A socket. The owner hears `welcomed(this)`, then `received(this, frame)`, and once
 * `closed(this, {code, reason, error})`, without a code when we gave up ourselves.
 */
export class Connection {
  #socket = null;
  #timer = null;
  #heardAt = 0;
  #isClosed = false;
  welcome = null;

  constructor(options, session, owner) {
    this.owner = owner;
    this.#timer = setTimeout(() => this.#abort("timeout"), OPEN_MS_MAX);
    this.#open(options, session);
  }

  // The token first: a socket without its hello is refused for good after five seconds.
  async #open({ token, url, client, socket: Socket = WebSocket }, session) {
    let hello;
    try {
      hello = { op: "hello", v: [1], token: await token(), session, client };
    } catch (error) {
      return this.#fail({ reason: error.code ?? error.name, error });
    }
    if (this.#isClosed) return;
    const socket = new Socket(url, ["ccsdk.v1"]);
    this.#socket = socket;
    socket.onopen = () => this.send(hello);
    socket.onmessage = ({ data }) => this.#isClosed || this.#heard(JSON.parse(data));
    socket.onclose = ({ code, reason }) => this.#fail({ code, reason });
  }

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
    // A clock that was set back must not hide later silence.
    this.#heardAt = Math.min(this.#heardAt, Date.now());
    const left = this.#heardAt + SILENT_BEATS * this.welcome.hb_ms - Date.now();
    if (left <= 0) this.#abort("silent");
    else this.#timer = setTimeout(() => this.checkSilence(), left);
  }

  #heard(frame) {
    this.#heardAt = Date.now();
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

  // The close event of a dead socket may take minutes: nobody waits for it.
  #abort(reason) {
    this.#fail({ reason });
    this.leave();
  }

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
  state = "idle"; // idle | asked | snapshot | following | ended
  label = null;
  isFull = false;

  /** `from` is what to ask for next: "snapshot", "now" or {epoch, cursor}. */
  constructor({ topics, where, from = "snapshot", ...handlers }, ask) {
    Object.assign(this, { topics, where, from, handlers, ask });
  }

  get cursor() {
    return this.from.epoch ? this.from : null;
  }

  get isBehind() {
    return this.state !== "following" || this.isFull;
  }

  frame() {
    this.state = "asked";
    const { topics, where, from } = this;
    return { op: "sub", topics, where, from };
  }

  answered({ sub, state, epoch, cursor }) {
    Object.assign(this, { label: sub, epoch, isFull: false });
    if (state !== "reset") return this.#follow(cursor);
    this.state = this.from = "snapshot";
    this.#tell("onReset");
  }

  refused(err) {
    this.state = "ended";
    this.#tell("onError", new BusError(err));
  }

  snapshot({ at, part, last, items }) {
    if (this.state !== "snapshot") return;
    this.#tell("onSnapshot", items, { at, first: part === 0, last });
    if (last && this.state === "snapshot") this.#follow(at);
  }

  link({ prev, cursor, events }) {
    if (this.state !== "following") return;
    const mine = this.from.cursor;
    if (prev !== mine) {
      if (cursor > mine) this.ask(this);
      return;
    }
    this.isFull = events.length >= EVENTS_PER_FRAME;
    this.#follow(cursor);
    if (events.length) this.#tell("onEvents", events, { cursor, caughtUp: !this.isFull });
  }

  #follow(cursor) {
    this.state = "following";
    this.from = { epoch: this.epoch, cursor };
  }

  // A handler that throws is a fault of the page and does not stop the stream.
  #tell(name, ...values) {
    try {
      this.handlers[name]?.(...values);
    } catch (error) {
      reportError(error);
    }
  }
}
