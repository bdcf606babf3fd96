// The bus in a browser: subscriptions that miss nothing, commands that happen once.
//
// Browsers hold back timers and frames of animation in hidden tabs, so nothing that counts
// hangs on them: all is applied, acknowledged and answered in the handler that receives it,
// and a lost connection is renewed from its close handler. Spans of time are measured by
// `performance.now()`, since people set the other clock. Protocol: `ccsdk.v1`.

import { Connection, Subscription } from "./ccsdk-link.js";
import { BusError, Outbox, offline, uuid7 } from "./ccsdk-request.js";
import { ServerTime, Typing } from "./ccsdk-time.js";

export { BusError, fetchJson, uuid7 } from "./ccsdk-request.js";

/** @import {Answer, CommandOptions, Frame} from "./ccsdk-request.js" */
/** @import {BusState, Options, Outcome, StateDetail, Wanted} from "./ccsdk-link.js" */
/** @typedef {ReturnType<Outbox["enter"]>} Entry */

const ACK_EVERY_MS = 1_000;
const STEADY_MS = 5_000;
const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 4_000;
const RETRY_MS = 1_000;
const RENEW_MS = 60_000;
const INFLIGHT_MAX = 16;
const TWIN = { code: "conflict", reason: "same_subscription" };

export class Bus {
  #options;
  #session;
  #outbox;
  /** @type {BusState} */
  #state = "stopped";
  /** The welcomed connection. @type {Connection | null} */
  #link = null;
  /** The one being opened, also beside a link that goes away. @type {Connection | null} */
  #attempt = null;
  #failures = 0;
  #timer = 0;
  /** @type {Set<Subscription>} */
  #subscriptions = new Set();
  /** @type {Map<number, {answer: Answer, fail?: (error: BusError) => void}>} */
  #requests = new Map();
  #ids = 0;
  #ackedAt = -Infinity;
  #renewAt = Infinity;
  #time = new ServerTime();
  #typing = new Typing();
  /** Called on each change. @type {(state: BusState, detail: StateDetail) => void} */
  onstate = () => {};
  /** The last welcome frame, or null. @type {Frame | null} */
  welcome = null;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#session = options.session ?? `se_${uuid7()}`;
    this.#outbox = new Outbox(options.outbox);
  }

  get state() {
    return this.#state;
  }

  start() {
    if (this.#state !== "stopped") return;
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    this.#failures = 0;
    this.#enter("connecting");
    this.#connect();
  }

  stop() {
    this.#halt({ reason: "stopped" });
  }

  /** The server's time, as well as it is known: milliseconds since the Unix epoch. */
  now() {
    return this.#time.now();
  }

  /**
   * Follow what matches `topics` and `where`, `from` "snapshot", "now" or an earlier cursor.
   * `onReset` comes before every snapshot, the first included: discard what is shown.
   * @param {Wanted} wanted
   */
  subscribe(wanted) {
    const subscription = new Subscription(wanted, (asking) => this.#ask(asking));
    this.#subscriptions.add(subscription);
    this.#ask(subscription);
    return {
      get cursor() {
        return subscription.cursor;
      },
      close: () => this.#unsubscribe(subscription),
    };
  }

  /**
   * Send a command until it is answered: {ok, cursor, replayed, key}. A durable one outlives
   * disconnection and reload and waits out what is retryable; another is rejected. Asked
   * again by a key of `pending()`, it tells the answer of one sent before a reload.
   * @param {string} type
   * @param {Frame} [data]
   * @param {CommandOptions} [options]
   * @returns {Promise<Frame>}
   */
  command(type, data = {}, options = {}) {
    const { personal, key = uuid7(), durable = true } = options;
    if (!durable && !this.#link) return Promise.reject(offline());
    const { promise } = this.#outbox.add({ key, type, data, personal }, durable);
    this.#flush();
    return promise;
  }

  /** The commands without an answer, oldest first: {key, type, data, personal}. */
  pending() {
    return [...this.#outbox.values()].map(({ command }) => ({ ...command }));
  }

  /**
   * Ask for what changes nothing; rejected when there is no connection.
   * @param {string} method
   * @param {Frame} [data]
   * @returns {Promise<any>}
   */
  request(method, data = {}) {
    return new Promise((resolve, reject) => {
      if (!this.#link) return reject(offline());
      /** @type {Answer} */
      const answer = ({ ok, err }) => (err ? reject(new BusError(err)) : resolve(ok));
      this.#send({ op: "req", method, data }, answer, reject);
    });
  }

  /**
   * Tell who follows an Interaction that we type, or stopped; call it with every key. It is
   * said every few seconds at most, never stored, and nothing comes of it without connection.
   * @param {string} interaction
   * @param {boolean} [isTyping]
   */
  typing(interaction, isTyping = true) {
    const frame = this.#hasEph && this.#typing.frame(interaction, isTyping);
    if (frame) this.#link?.send(frame);
  }

  get #hasEph() {
    return Boolean(this.#link && this.welcome?.features?.includes("eph"));
  }

  // --- connections ---------------------------------------------------------------------

  #connect() {
    clearTimeout(this.#timer);
    this.#attempt ??= new Connection(this.#options, this.#session, {
      welcomed: (connection) => this.#welcomed(connection),
      received: (connection, frame) => connection === this.#link && this.#received(frame),
      closed: (connection, outcome) => this.#closed(connection, outcome),
    });
  }

  /** @param {number} ms */
  #connectIn(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), ms);
  }

  /** @param {Event} event */
  #wake = ({ type }) => {
    if (type === "visibilitychange" && document.hidden) return;
    this.#link?.checkSilence();
    if (!this.#link || this.#time.isAstray) this.#connect();
  };

  /** @param {Connection} connection */
  #welcomed(connection) {
    const former = this.#drop();
    this.#attempt = null;
    this.#link = connection;
    former?.leave();
    this.welcome = connection.welcome ?? {};
    const { session, time, auth_expires: expires } = this.welcome;
    this.#session = session ?? this.#session;
    this.#time.set(time);
    this.#expires(expires);
    for (const subscription of this.#subscriptions) this.#ask(subscription);
    this.#flush();
    this.#showProgress();
  }

  /** @param {Connection} connection @param {Outcome} outcome */
  #closed(connection, { code, reason, error }) {
    const { lastError: last, welcomedAt } = connection;
    if (connection === this.#link) this.#drop();
    else this.#attempt = null;
    // The server lets go of the former connection before it welcomes the next one.
    if (this.#attempt) return this.#enter("connecting");
    const detail = { closeCode: code, reason: last?.reason ?? last?.code ?? reason };
    const isRefused = error instanceof BusError && !error.retryable;
    const isOver = isRefused || (error instanceof BusError && error.code === "token_expired");
    if (isOver || (code && code >= 4500) || code === 1009) return this.#halt(detail);
    this.#failures = performance.now() - welcomedAt >= STEADY_MS ? 0 : this.#failures + 1;
    this.#reconnect(last?.retry_after_ms ?? 0, detail);
  }

  // At once after a steady connection, then at random within a growing span.
  /** @param {number} leastMs @param {StateDetail} detail */
  #reconnect(leastMs, detail) {
    const limit = this.welcome?.reconnect_max_ms ?? BACKOFF_MS_MAX;
    const span = this.#failures && Math.min(limit, BACKOFF_MS * 2 ** this.#failures);
    const retryInMs = Math.round(leastMs + Math.random() * span);
    const state = this.#failures ? "offline" : "connecting";
    if (!this.#link) this.#enter(state, { ...detail, retryInMs });
    if (retryInMs) this.#connectIn(retryInMs);
    else this.#connect();
  }

  /** What was under way has no answer now: durable commands wait for the next connection. */
  #drop() {
    const former = this.#link;
    this.#link = null;
    this.#typing.clear();
    for (const subscription of this.#subscriptions) subscription.state = "idle";
    const requests = [...this.#requests.values()];
    this.#requests.clear();
    for (const { fail } of requests) fail?.(offline());
    return former;
  }

  /** @param {StateDetail} detail */
  #halt(detail) {
    if (this.#state === "stopped") return;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    this.#attempt?.leave();
    this.#attempt = null;
    this.#drop()?.leave();
    this.#enter("stopped", detail);
  }

  // --- frames --------------------------------------------------------------------------

  /** @param {Frame} frame */
  #received(frame) {
    const { op } = frame;
    if (op === "res") this.#answered(frame);
    else if (op === "ev") this.#of(frame)?.link(frame);
    else if (op === "snap") this.#of(frame)?.snapshot(frame);
    else if (op === "eph") for (const each of this.#subscriptions) each.heard(frame);
    else if (op === "hb") this.#time.set(frame.time);
    else if (op === "goaway") this.#connectIn(frame.after_ms);
    else if (op === "err" && frame.sub) this.#end(this.#of(frame), frame);
    else if (op === "err" && this.#link) this.#link.lastError = frame;
    this.#acknowledge();
    this.#flush();
    this.#showProgress();
    if (performance.now() >= this.#renewAt) this.#renew();
    // The next connection tells the time anew, and replaces this one without a gap.
    if (this.#link && this.#time.isAstray) this.#connect();
  }

  #acknowledge() {
    const now = performance.now();
    if (now - this.#ackedAt < ACK_EVERY_MS) return;
    this.#ackedAt = now;
    /** @type {Record<string, string>} */
    const subs = {};
    for (const { label, state, cursor } of this.#subscriptions) {
      if (state === "following" && label && cursor) subs[label] = cursor.cursor;
    }
    this.#link?.send({ op: "ack", subs });
  }

  /** @param {Frame} frame @param {Answer} answer @param {(error: BusError) => void} [fail] */
  #send(frame, answer, fail) {
    const id = (this.#ids += 1);
    this.#requests.set(id, { answer, fail });
    this.#link?.send({ ...frame, id });
  }

  /** @param {Frame} frame */
  #answered(frame) {
    const request = this.#requests.get(frame.id);
    this.#requests.delete(frame.id);
    request?.answer(frame);
  }

  // In the last minute, or fifth, of its life; each beat brings a message that looks.
  /** @param {string} at */
  #expires(at) {
    const life = Date.parse(at) - this.now();
    const renewAfter = life > 0 ? life - Math.min(RENEW_MS, life / 5) : Infinity;
    this.#renewAt = performance.now() + renewAfter;
  }

  async #renew() {
    this.#renewAt = Infinity;
    const link = this.#link;
    // Without a token the server closes at expiry, and the next connection asks for one.
    const token = await this.#options.token().catch(() => null);
    if (!token || link !== this.#link) return;
    this.#send({ op: "auth", token }, ({ ok }) => this.#expires(ok?.auth_expires));
  }

  /** @param {BusState} state @param {StateDetail} [detail] */
  #enter(state, detail = {}) {
    const isSame = state === this.#state && state !== "offline";
    this.#state = state;
    if (!isSame) this.onstate(state, detail);
  }

  #showProgress() {
    if (!this.#link) return;
    const isBehind = [...this.#subscriptions].some((subscription) => subscription.isBehind);
    this.#enter(isBehind ? "catching_up" : "live");
  }

  // --- subscriptions -------------------------------------------------------------------

  /** @param {Frame} frame */
  #of({ sub }) {
    return [...this.#subscriptions].find(({ label }) => label === sub);
  }

  /** @param {Subscription} subscription */
  #ask(subscription) {
    const link = this.#link;
    if (!link) return;
    this.#send(subscription.frame(this.#hasEph), ({ ok, err }) => {
      const twin = ok && this.#of(ok);
      if (!this.#subscriptions.has(subscription)) this.#forget(!twin && ok?.sub);
      else if (twin && twin !== subscription) this.#end(subscription, TWIN);
      else if (ok) subscription.answered(ok);
      else if (!err.retryable) this.#end(subscription, err);
      else setTimeout(() => link === this.#link && this.#ask(subscription), RETRY_MS);
    });
  }

  /** @param {Subscription | undefined} subscription @param {Frame} err */
  #end(subscription, err) {
    if (subscription && this.#subscriptions.delete(subscription)) subscription.refused(err);
  }

  /** @param {Subscription} subscription */
  #unsubscribe(subscription) {
    if (!this.#subscriptions.delete(subscription)) return;
    // One that is asked for just now is given back when its answer comes.
    if (subscription.state !== "asked") this.#forget(subscription.label);
    subscription.state = "ended";
    this.#showProgress();
  }

  /** @param {string | null} label */
  #forget(label) {
    if (this.#link && label) this.#send({ op: "unsub", sub: label }, () => {});
  }

  // --- commands ------------------------------------------------------------------------

  // After every subscription has resumed, so that no answer overtakes what led to it, and
  // in order: what must wait holds back what came after it.
  #flush() {
    if (!this.#link || [...this.#subscriptions].some(({ state }) => state === "asked")) return;
    const entries = [...this.#outbox.values()];
    let free = Math.min(this.welcome?.limits?.inflight ?? INFLIGHT_MAX, INFLIGHT_MAX);
    free -= entries.filter(({ isSent }) => isSent).length;
    for (const entry of entries.filter(({ isSent }) => !isSent)) {
      if (free <= 0 || entry.notBefore > performance.now()) return;
      free -= 1;
      this.#transmit(entry);
    }
  }

  /** @param {Entry} entry */
  #transmit(entry) {
    const { type, ...command } = entry.command;
    const name = type.includes(".") ? type : `ccsdk.${type}.v1`;
    /** @param {BusError} error */
    const fail = (error) => this.#settle(entry, { err: error });
    entry.isSent = true;
    this.#send({ op: "cmd", ...command, type: name }, (res) => this.#settle(entry, res), fail);
  }

  /** @param {Entry} entry @param {Frame} res */
  #settle(entry, { ok, err, cursor, replayed }) {
    entry.isSent = false;
    if (err?.retryable && entry.isDurable) {
      const waitMs = err.code === "offline" ? 0 : (err.retry_after_ms ?? RETRY_MS);
      entry.notBefore = performance.now() + waitMs;
      if (waitMs) setTimeout(() => this.#flush(), waitMs);
      return;
    }
    this.#outbox.drop(entry);
    if (err) entry.reject(err instanceof BusError ? err : new BusError(err));
    else entry.resolve({ ok, cursor, replayed, key: entry.command.key });
  }
}
