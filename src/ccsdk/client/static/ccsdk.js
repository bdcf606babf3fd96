// The bus in a browser: subscriptions that miss nothing, commands that happen once.
//
// Nothing that counts hangs on a timer or a paint, which browsers hold back in hidden tabs:
// frames are applied, acknowledged and answered in the handler that receives them, and a
// lost connection is renewed from its close handler. Protocol: `ccsdk.v1`.

import { Connection } from "./ccsdk-connection.js";
import { BusError, offline } from "./ccsdk-error.js";
import { Outbox, uuid7 } from "./ccsdk-outbox.js";
import { Subscription } from "./ccsdk-subscription.js";

export { BusError, fetchJson } from "./ccsdk-error.js";
export { uuid7 } from "./ccsdk-outbox.js";

const ACK_EVERY_MS = 1_000;
const STEADY_MS = 5_000; // a connection that lived this long is reconnected at once
const BACKOFF_MS = 250;
const BACKOFF_MS_MAX = 4_000;
const RETRY_MS = 1_000;
const INFLIGHT_MAX = 16;
const TWIN = { code: "conflict", reason: "same_subscription" };
const FATAL = [1009]; // and everything from 4500
const FATAL_TOKEN = ["unauthorized", "forbidden", "not_found", "http_401", "http_403", "http_404"];

export class Bus {
  #options;
  #state = "stopped";
  #link = null; // the welcomed connection
  #attempt = null; // the one being opened, also beside a link that says it goes away
  #failures = 0;
  #timer = null;
  #session;
  #subscriptions = new Set();
  #requests = new Map();
  #outbox;
  #ids = 0;
  #ackedAt = 0;
  #offsetMs = 0;
  #wake = (event) => this.#onWake(event);

  /**
   * `url` of the bus (ws: or wss:); `client` {kind, name, version}; `token()` resolves to a
   * fresh token; `session` names this tab; `outbox` {load, save} keeps commands over a
   * reload; `socket` is the WebSocket class.
   */
  constructor(options) {
    this.#options = options;
    this.#session = options.session ?? `se_${uuid7().replaceAll("-", "")}`;
    this.#outbox = new Outbox(options.outbox);
    /** Called on each change: state, {closeCode, retryInMs, reason}. */
    this.onstate = () => {};
    /** The last welcome frame, or null. */
    this.welcome = null;
  }

  /** "connecting" | "live" | "catching_up" | "offline" | "stopped" */
  get state() {
    return this.#state;
  }

  start() {
    if (this.#state !== "stopped") return;
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#wake);
    this.#failures = 0;
    this.#setState("connecting", {});
    this.#connect();
  }

  stop() {
    this.#halt({ reason: "stopped" });
  }

  /** The server's time in milliseconds since the Unix epoch, as well as it is known. */
  now() {
    return Date.now() + this.#offsetMs;
  }

  /**
   * Follow what matches. `from` is "snapshot", "now" or an earlier {epoch, cursor}.
   * `onReset()` comes before every snapshot, the first included: discard what is shown.
   * A handler applies at once; what it has been given counts as applied.
   */
  subscribe(wanted) {
    const subscription = new Subscription(wanted, (asking) => this.#ask(asking));
    this.#subscriptions.add(subscription);
    if (this.#link) this.#ask(subscription);
    const close = () => this.#unsubscribe(subscription);
    return {
      get cursor() {
        return subscription.cursor;
      },
      close,
    };
  }

  /**
   * Send a command until it is answered; the answer is {ok, cursor, replayed, key}.
   * A durable one outlives disconnection and reload, and waits out what the server calls
   * retryable; another is rejected instead. Call again with the `key` of a command in
   * `pending()` to learn the answer of one sent before a reload.
   */
  command(type, data = {}, { personal, key = uuid7(), durable = true } = {}) {
    if (!durable && !this.#link) return Promise.reject(offline("not_connected"));
    const command = { key, type, data, personal };
    const entry = this.#outbox.add(command, durable);
    this.#flush();
    return entry.promise;
  }

  /** The commands without an answer: [{key, type, data, personal}], oldest first. */
  pending() {
    return this.#outbox.entries().map((entry) => ({ ...entry.command }));
  }

  /** Ask for something that changes nothing; rejected when there is no connection. */
  request(method, data = {}) {
    if (!this.#link) return Promise.reject(offline("not_connected"));
    return new Promise((resolve, reject) => {
      const answer = ({ ok, err }) => (err ? reject(new BusError(err)) : resolve(ok));
      this.#send({ op: "req", method, data }, answer, reject);
    });
  }

  // --- connections ---------------------------------------------------------------------

  #connect() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#attempt) this.#attempt = new Connection(this.#options, this.#owner, this.#session);
  }

  #owner = {
    welcomed: (connection, welcome) => this.#welcomed(connection, welcome),
    received: (connection, frame) => connection === this.#link && this.#received(frame),
    closed: (connection, outcome) => this.#closed(connection, outcome),
    renew: (connection, token) => connection === this.#link && this.#renew(token),
  };

  #welcomed(connection, welcome) {
    const former = this.#link;
    this.#dropLink("replaced");
    former?.leave();
    this.#attempt = null;
    this.#link = connection;
    this.#session = connection.session;
    this.welcome = welcome;
    this.#setTime(welcome.time);
    for (const subscription of this.#subscriptions) this.#ask(subscription);
    this.#flush();
    this.#showProgress();
  }

  #closed(connection, { code, reason, error }) {
    const isLink = connection === this.#link;
    if (!isLink && connection !== this.#attempt) return;
    const last = connection.lastError;
    const detail = { closeCode: code, reason: last?.reason ?? last?.code ?? reason };
    if (isLink) this.#dropLink("disconnected");
    else this.#attempt = null;
    if (code >= 4500 || FATAL.includes(code) || FATAL_TOKEN.includes(error?.code)) {
      return this.#halt(detail);
    }
    const wasSteady = connection.welcome && Date.now() - connection.welcomedAt >= STEADY_MS;
    this.#failures = wasSteady ? 0 : this.#failures + 1;
    this.#reconnect(last?.retry_after_ms ?? error?.retryAfterMs ?? 0, detail);
  }

  // At once after a connection that was steady, then at random within a growing span.
  #reconnect(leastMs, detail) {
    const most = Math.min(
      this.welcome?.reconnect_max_ms ?? BACKOFF_MS_MAX,
      BACKOFF_MS * 2 ** Math.min(this.#failures, 10),
    );
    const retryInMs = this.#failures ? leastMs + Math.random() * most : leastMs;
    if (!this.#link) {
      const state = this.#failures ? "offline" : "connecting";
      this.#setState(state, { ...detail, retryInMs: Math.round(retryInMs) });
    }
    if (retryInMs === 0) this.#connect();
    else this.#connectIn(retryInMs);
  }

  #connectIn(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), ms);
  }

  #onWake({ type }) {
    if (type === "visibilitychange" && document.hidden) return;
    if (this.#link) this.#link.checkSilence();
    else this.#connect();
  }

  #dropLink(reason) {
    if (!this.#link) return;
    this.#link = null;
    for (const subscription of this.#subscriptions) subscription.lost();
    for (const { fail } of this.#requests.values()) fail?.(offline(reason));
    this.#requests.clear();
    for (const entry of this.#outbox.entries()) {
      entry.id = null;
      if (!entry.isDurable) this.#settle(entry, { err: { code: "offline", reason } });
    }
  }

  #halt(detail) {
    if (this.#state === "stopped") return;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#wake);
    const open = [this.#link, this.#attempt];
    this.#dropLink("stopped");
    this.#attempt = null;
    for (const connection of open) connection?.leave();
    this.#setState("stopped", detail);
  }

  // --- frames --------------------------------------------------------------------------

  #received(frame) {
    const { op } = frame;
    if (op === "res") this.#answered(frame);
    else if (op === "ev") this.#of(frame)?.link(frame);
    else if (op === "snap") this.#of(frame)?.snapshot(frame);
    else if (op === "hb") this.#setTime(frame.time);
    else if (op === "err" && frame.sub) this.#end(this.#of(frame), frame);
    else if (op === "goaway") this.#connectIn(frame.after_ms ?? 0);
    this.#acknowledge();
    this.#flush();
    this.#showProgress();
  }

  // Inside the handler of a message, at most once a second: so hidden tabs stay alive.
  #acknowledge() {
    const now = Date.now();
    if (Math.abs(now - this.#ackedAt) < ACK_EVERY_MS) return;
    this.#ackedAt = now;
    const subs = {};
    for (const { label, state, cursor } of this.#subscriptions) {
      if (state === "following") subs[label] = cursor.cursor;
    }
    this.#link?.send({ op: "ack", subs });
  }

  #send(frame, answer, fail) {
    const id = (this.#ids += 1);
    this.#requests.set(id, { answer, fail });
    this.#link.send({ ...frame, id });
    return id;
  }

  #answered(frame) {
    const request = this.#requests.get(frame.id);
    this.#requests.delete(frame.id);
    request?.answer(frame);
  }

  #renew(token) {
    this.#send({ op: "auth", token }, ({ ok }) => {
      const time = new Date(this.now()).toISOString();
      if (ok) this.#link?.noteExpiry(ok.auth_expires, time);
    });
  }

  #setTime(time) {
    const ms = Date.parse(time);
    if (Number.isFinite(ms)) this.#offsetMs = ms - Date.now();
  }

  // --- subscriptions -------------------------------------------------------------------

  #of(frame) {
    for (const subscription of this.#subscriptions) {
      if (subscription.label === frame.sub) return subscription;
    }
    return undefined;
  }

  #ask(subscription) {
    if (!this.#link) return;
    this.#send(subscription.frame(), ({ ok, err }) => {
      const twin = ok && this.#of(ok);
      if (err?.retryable) this.#askLater(subscription, err.retry_after_ms);
      else if (err) this.#end(subscription, err);
      else if (twin && twin !== subscription) this.#end(subscription, TWIN);
      else subscription.answered(ok);
    });
  }

  #askLater(subscription, afterMs = RETRY_MS) {
    const link = this.#link;
    setTimeout(() => link === this.#link && this.#ask(subscription), afterMs);
  }

  #end(subscription, err) {
    this.#subscriptions.delete(subscription);
    subscription?.refused(err);
  }

  #unsubscribe(subscription) {
    if (!this.#subscriptions.delete(subscription)) return;
    const { label } = subscription;
    subscription.end();
    if (this.#link && label) this.#send({ op: "unsub", sub: label }, () => {});
    this.#showProgress();
  }

  #showProgress() {
    if (!this.#link) return;
    const isBehind = [...this.#subscriptions].some((subscription) => subscription.isBehind);
    this.#setState(isBehind ? "catching_up" : "live", {});
  }

  #setState(state, detail) {
    const isSame = state === this.#state && state !== "offline";
    this.#state = state;
    if (!isSame) this.onstate(state, detail);
  }

  // --- commands ------------------------------------------------------------------------

  // After every subscription has resumed, so that no answer overtakes what led to it, and
  // in the order given: what must wait holds back what came after it.
  #flush() {
    if (!this.#link) return;
    if ([...this.#subscriptions].some(({ state }) => state === "asked")) return;
    const entries = this.#outbox.entries();
    const now = Date.now();
    const limit = Math.min(this.welcome.limits?.inflight ?? INFLIGHT_MAX, INFLIGHT_MAX);
    let free = limit - entries.filter(({ id }) => id !== null).length;
    for (const entry of entries.filter(({ id }) => id === null)) {
      if (free <= 0 || entry.notBefore > now) return;
      free -= 1;
      this.#transmit(entry);
    }
  }

  #transmit(entry) {
    const { key, type, data, personal } = entry.command;
    const name = type.includes(".") ? type : `ccsdk.${type}.v1`;
    const frame = { op: "cmd", key, type: name, data };
    if (personal) frame.personal = personal;
    entry.id = this.#send(frame, (answer) => this.#settle(entry, answer));
  }

  #settle(entry, { ok, err, cursor, replayed }) {
    const { key } = entry.command;
    entry.id = null;
    if (err?.retryable && entry.isDurable) return this.#retryLater(entry, err.retry_after_ms);
    this.#outbox.remove(key);
    if (err) entry.reject(new BusError(err));
    else entry.resolve({ ok, cursor, replayed: replayed ?? false, key });
  }

  #retryLater(entry, afterMs = RETRY_MS) {
    entry.notBefore = Date.now() + afterMs;
    setTimeout(() => this.#flush(), afterMs + 1);
  }
}
