// One subscription: the link rule (BUS section 5), without a socket.
//
// What the server evaluated arrives as links `prev -> cursor`. A link that starts where we
// stand moves us; one that ends at or before that is old; any other means that something
// is missing, so we ask again from where we stand and drop what comes before the answer.
// Cursors are opaque: compared as text, never computed, never taken from an event.

import { BusError } from "./ccsdk-error.js";

// A link of as many events as a frame may hold is hardly the last one.
const EVENTS_PER_FRAME = 100;

export class Subscription {
  /** `ask(subscription)` sends `sub` and feeds the answer to `answered` or `refused`. */
  constructor({ topics, where, from = "snapshot", ...handlers }, ask) {
    this.topics = topics;
    this.where = where;
    this.handlers = handlers;
    this.ask = ask;
    this.label = null;
    this.state = "idle"; // idle | asked | snapshot | following | ended
    this.isFull = false;
    this.from = from; // what to ask next: "snapshot", "now" or {epoch, cursor}
    this.part = 0;
  }

  /** The cursor reached, {epoch, cursor}, or null before the first. */
  get cursor() {
    return typeof this.from === "object" ? this.from : null;
  }

  get isBehind() {
    return this.state !== "ended" && (this.state !== "following" || this.isFull);
  }

  /** The `sub` frame that goes on where this one stands; until its answer, frames are dropped. */
  frame() {
    this.state = "asked";
    const { topics, where, from } = this;
    return where ? { op: "sub", topics, where, from } : { op: "sub", topics, from };
  }

  answered(ok) {
    if (this.state === "ended") return;
    this.label = ok.sub;
    this.epoch = ok.epoch;
    this.isFull = false;
    if (ok.state === "reset") {
      this.state = "snapshot";
      this.from = "snapshot";
      this.part = 0;
      this.#call("onReset");
    } else {
      this.state = "following";
      this.from = { epoch: ok.epoch, cursor: ok.cursor };
    }
  }

  refused(err) {
    this.state = "ended";
    this.#call("onError", new BusError(err));
  }

  snapshot({ at, part, last, items }) {
    if (this.state !== "snapshot") return;
    if (part !== this.part) return this.ask(this);
    this.part += 1;
    this.#call("onSnapshot", items, { at, first: part === 0, last });
    if (!last || this.state !== "snapshot") return;
    this.state = "following";
    this.from = { epoch: this.epoch, cursor: at };
  }

  link({ prev, cursor, events }) {
    if (this.state === "snapshot") return this.ask(this);
    if (this.state !== "following") return;
    const mine = this.from.cursor;
    if (prev !== mine) {
      if (cursor > mine) this.ask(this);
      return;
    }
    this.isFull = events.length >= EVENTS_PER_FRAME;
    this.from = { epoch: this.epoch, cursor };
    if (events.length) this.#call("onEvents", events, { cursor, caughtUp: !this.isFull });
  }

  /** The connection is lost: what was asked or half shown must be asked again. */
  lost() {
    if (this.state !== "ended") this.state = "idle";
  }

  end() {
    this.state = "ended";
  }


  // A handler that throws is a fault of the page: report it, and do not lose the stream.
  #call(name, ...values) {
    try {
      this.handlers[name]?.(...values);
    } catch (error) {
      reportError(error);
    }
  }
}
