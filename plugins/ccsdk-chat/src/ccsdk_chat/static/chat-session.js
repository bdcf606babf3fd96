// One customer's chat: who they are, what is kept on their machine, and what they do.

import { Bus, BusError, fetchJson, uuid7 } from "./ccsdk.js";
import { makeStore, readRecord } from "./chat-store.js";
import { Transcript, phaseOf } from "./chat-transcript.js";

const HISTORY_MAX = 100;
const DAY_MS = 86_400_000;
const UNAUTHORIZED = 4501;
// What is kept of one visitor says nothing about the next.
const STRANGER = { name: undefined, signed: undefined, answers: undefined, former: undefined };
const TEXT_BYTES_MAX = 32_768;

/**
 * @typedef {{
 *   root: string, account?: string, queue?: string, name?: string, language: string,
 *   identify?: () => any, onchange: () => void, onreturn: (files: any[]) => void,
 *   onhear: (heard: any) => void, onlive: () => void,
 * }} Options
 */

export class ChatSession {
  #store;
  /** The bus, once there is one. @type {any} */
  bus = null;
  #token = null;
  #isRetried = false;
  #items = [];
  #loaded = null;
  /** The last refusal, as a word of the table. */
  notice = null;
  /** Whether the panel is open, so that somebody sees a place in line. */
  isWatched = false;

  /** @param {Options} options `root` is the center's address */
  constructor(options) {
    this.options = options;
    this.#store = makeStore(`ccsdk-chat ${options.root} ${options.account} `);
    const { interaction, seen } = this.record;
    this.transcript = new Transcript(interaction, seen);
  }

  /** What is kept: visitor, token, expires, channel, name, signed, interaction, seen, draft. */
  get record() {
    return readRecord(this.#store.load("chat"));
  }

  keep(changes) {
    this.#store.save("chat", JSON.stringify({ ...this.record, ...changes }));
  }

  /** Whether there is a chat, so that we connect without being asked. */
  get isRunning() {
    return Boolean(this.record.interaction) || (this.#store.load("outbox") ?? "[]") !== "[]";
  }

  /** Whether nobody waits here: the answer is there when the customer comes back. */
  get isMessage() {
    return (this.transcript.facts.channel ?? this.record.channel) === "message";
  }

  /** The state of the bus; "idle" before there is one. */
  get connection() {
    return this.bus?.state ?? "idle";
  }

  connect() {
    this.bus ??= this.#makeBus();
    this.bus.start();
  }

  stop() {
    this.bus?.stop();
  }

  /** Ask the page again who its customer is, by `ask()`. */
  identify(ask) {
    this.options.identify = ask;
    this.#token = null;
    if (!this.bus || this.connection === "stopped") return;
    this.bus.stop();
    this.bus.start();
  }

  /** Forget who the customer is, with all that is kept of them. */
  forget() {
    this.stop();
    for (const name of ["chat", "outbox"]) this.#store.save(name, "");
    this.bus = this.#token = null;
    this.transcript = new Transcript();
    this.options.onchange();
  }

  /** Whether a text, as it travels, is more than one message can carry. */
  isTooLong(text) {
    return new Blob([JSON.stringify(text)]).size > TEXT_BYTES_MAX;
  }

  /** Send a message; it opens a chat, or adds to the open one of this visitor. */
  send(text, files = []) {
    const { interaction, isOpen } = this.transcript;
    const { answers = {} } = this.record;
    const { queue = answers.queue, name = answers.name, language } = this.options;
    const words = text || undefined;
    const ids = files.length ? files.map(({ file }) => file) : undefined;
    this.notice = null;
    if (isOpen) {
      return this.track("ReceiveMessage", { interaction, files: ids }, { text: words }, files);
    }
    const personal = { text: words, name, address: answers.address };
    return this.track("ReceiveInteraction", { queue, language, files: ids }, personal, files);
  }

  /** Tell the agent that the customer writes, or stopped. */
  type(isTyping) {
    const { interaction, isOpen } = this.transcript;
    if (isOpen) this.bus?.typing(interaction, isTyping);
  }

  /** Leave the chat that is over; the next message opens another. */
  startAnew() {
    const { answers, former, signed } = this.record;
    this.transcript.reset(null);
    this.#loaded = null;
    this.keep({ answers: undefined, former: answers ?? former });
    // A chat that was begun unsigned went on so; the next one need not.
    const { identify } = this.options;
    if (identify && !signed) this.identify(identify);
    this.#changed();
  }

  /** Note that the newest message is in front of the customer. */
  markRead() {
    const { transcript } = this;
    if (transcript.unread) {
      transcript.seen = Math.max(...transcript.lines.keys());
      this.keep({ seen: transcript.seen });
    }
  }

  // --- bus -----------------------------------------------------------------------------

  #makeBus() {
    const url = new URL("bus", this.options.root);
    url.protocol = url.protocol.replace("http", "ws");
    const { load, save } = this.#store;
    const bus = (this.bus = new Bus({
      url: url.href,
      client: { kind: "widget", name: "ccsdk-chat", version: "0.1.0" },
      token: () => this.token(),
      outbox: { load: () => load("outbox"), save: (text) => save("outbox", text) },
    }));
    bus.onstate = (state, detail) => this.#stateChanged(state, detail);
    bus.subscribe({
      topics: ["interaction.*.>"],
      eph: true,
      onReset: () => (this.#items = []),
      onSnapshot: (items, { last }) => {
        this.#items.push(...items);
        if (last) this.#showSnapshot();
      },
      onEvents: (events) => this.#apply(events),
      onEph: (heard) => this.options.onhear(heard),
    });
    for (const { type, data, personal, key } of bus.pending()) {
      const files = data?.files?.map?.((file) => ({ file }));
      if (personal) this.track(type, data, personal, files, key);
    }
    return bus;
  }

  /** Return the visitor's token; the center confirms it once per page, so a stale one shows. */
  async token() {
    const { token, expires } = this.record;
    if (this.#token && Date.parse(expires) - Date.now() > DAY_MS) return token;
    return (this.#token = await this.#signIn());
  }

  async #signIn() {
    const { record } = this;
    const { account, root, identify } = this.options;
    // No account lists it; asking would look like a line that is down, for ever.
    if (globalThis.origin === "null") throw new BusError({ reason: "a sandbox has no origin" });
    const url = new URL("visitor", root);
    const ask = (body) => fetchJson(url, { body: { account, ...body }, credentials: "omit" });
    const identity = identify && (await import("./chat-identity.js"));
    const granted = await (identity?.signIn(ask, record, identify) ?? ask({ token: record.token }));
    const isSame = granted.visitor === record.visitor;
    // What was answered before anybody had a name here is this visitor's own.
    const isOther = record.visitor && !isSame;
    if (isOther) this.transcript.reset(null);
    this.keep({ ...(isOther && STRANGER), ...granted });
    if (!isSame) this.#changed();
    return granted.token;
  }

  /** @param {string} state @param {any} detail */
  #stateChanged(state, { closeCode, reason }) {
    if (state === "live") {
      this.#isRetried = false;
      this.options.onlive();
      this.loadHistory();
    }
    if (closeCode === UNAUTHORIZED && !this.#isRetried) {
      this.#isRetried = true;
      this.#token = null;
      this.bus.start();
    } else if (state === "stopped" && reason !== "stopped") {
      console.warn(`ccsdk-chat: ${reason ?? closeCode}, see the account's origins`);
    }
    this.options.onchange();
  }

  #showSnapshot() {
    const { transcript } = this;
    const ours = `interaction/${transcript.interaction}`;
    const item =
      this.#items.find((each) => phaseOf(each) !== "over") ??
      this.#items.find(({ subject }) => subject === ours);
    if (item) transcript.show(item);
    else if (transcript.interaction) transcript.phase = "over";
    this.#loaded = null;
    this.#changed();
  }

  /** Ask for what came before the snapshot: on each connection, until it is whole. */
  async loadHistory(before) {
    const { interaction } = this.transcript;
    if (!interaction || interaction === this.#loaded) return;
    const page = await this.history({ interaction, before, limit: HISTORY_MAX });
    if (!page) return;
    if (page.before) this.loadHistory(page.before);
    else this.#loaded = interaction;
    this.#apply(page.items);
  }

  /** Ask for a page of this chat's events; nothing without a connection, or once it is another. */
  async history(asked) {
    const page = await this.bus.request("history.v1", asked).catch(() => null);
    return asked.interaction === this.transcript.interaction ? page : null;
  }

  #apply(events) {
    for (const event of events) this.transcript.apply(event);
    this.#changed();
  }

  #changed() {
    const { phase, interaction, seen } = this.transcript;
    this.keep({ interaction: phase === "over" ? null : interaction, seen });
    this.options.onchange();
  }

  // What became of it may have come before this answer, or with a snapshot: without its events.
  #opened(interaction) {
    const { transcript } = this;
    if (interaction === transcript.interaction || transcript.isOpen) return;
    transcript.reset(interaction);
    this.loadHistory();
  }

  // --- messages ------------------------------------------------------------------------

  /** Send a command with a text, which shows as being sent until an event confirms it. */
  track(type, data, personal, files = [], key = uuid7()) {
    const { transcript } = this;
    const { text } = personal;
    transcript.unconfirmed.set(key, { text, files, at: Date.now() });
    this.bus.command(type, data, { personal, key }).then(
      ({ ok }) => {
        if (type === "ReceiveInteraction") this.#opened(ok.interaction);
        this.#changed();
      },
      ({ reason }) => {
        transcript.unconfirmed.delete(key);
        const { draft } = this.record;
        this.keep({ draft: [text, draft].filter(Boolean).join("\n") });
        this.notice = reason === "wrong_state" ? "refusedOver" : "refused";
        this.options.onreturn(files);
        this.options.onchange();
      },
    );
    this.options.onchange();
  }
}
