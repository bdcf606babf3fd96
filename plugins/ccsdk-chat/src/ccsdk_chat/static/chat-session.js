// One customer's chat: who they are, what is kept on their machine, and what they do.

import { Bus, fetchJson, uuid7 } from "./ccsdk.js";
import { Transcript, phaseOf } from "./chat-transcript.js";

const HISTORY_MAX = 100;
const DAY_MS = 86_400_000;
const UNAUTHORIZED = 4501;
const LANGUAGE = /^[\w-]{1,64}$/;

/** Text by name in localStorage, or in memory where a page may not store. */
function makeStore(prefix) {
  const memory = {};
  return {
    load(name) {
      try {
        return localStorage.getItem(prefix + name);
      } catch {
        return memory[name];
      }
    },
    save(name, text) {
      try {
        localStorage.setItem(prefix + name, text);
      } catch {
        memory[name] = text;
      }
    },
  };
}

export class ChatSession {
  #store;
  #bus = null;
  #token = null;
  #isRetried = false;
  #items = [];
  #loaded = null;
  /** The last refusal, as a word of the table. */
  notice = null;

  /** `options` are {root, account, queue, name, onchange}; `root` is the center's address. */
  constructor(options) {
    this.options = options;
    this.#store = makeStore(`ccsdk-chat ${options.root} ${options.account} `);
    const { interaction, seen } = this.record;
    this.transcript = new Transcript(interaction, seen);
  }

  /** What is kept: visitor, token, expires, interaction, seen, draft. */
  get record() {
    return JSON.parse(this.#store.load("chat") ?? "{}");
  }

  keep(changes) {
    this.#store.save("chat", JSON.stringify({ ...this.record, ...changes }));
  }

  /** Whether there is a chat, so that we connect without being asked. */
  get isRunning() {
    return Boolean(this.record.interaction) || (this.#store.load("outbox") ?? "[]") !== "[]";
  }

  /** The state of the bus; "idle" before there is one. */
  get connection() {
    return this.#bus?.state ?? "idle";
  }

  connect() {
    this.#bus ??= this.#makeBus();
    this.#bus.start();
  }

  stop() {
    this.#bus?.stop();
  }

  /** Send a message; it opens a chat, or adds to the open one of this visitor. */
  send(text) {
    const { interaction, isOpen } = this.transcript;
    const { queue, name } = this.options;
    this.notice = null;
    if (isOpen) return this.#track("ReceiveMessage", { interaction }, { text });
    const language = document.documentElement.lang || navigator.language;
    const data = { queue, language: LANGUAGE.test(language) ? language : undefined };
    return this.#track("ReceiveInteraction", data, { text, name });
  }

  async leave() {
    const { interaction, phase } = this.transcript;
    const types = ["AbandonInteraction", "EndInteraction"];
    // The answer may come in this very moment, and then it is the other one.
    if (phase === "talking") types.reverse();
    const end = (type) => this.#bus.command(type, { interaction });
    await end(types[0]).catch(() => this.transcript.isOpen && end(types[1])).catch(() => {
      this.notice = "notLeft";
      this.#changed();
    });
  }

  /** Leave the chat that is over; the next message opens another. */
  startAnew() {
    this.transcript.reset(null);
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
    const bus = (this.#bus = new Bus({
      url: url.href,
      client: { kind: "widget", name: "ccsdk-chat", version: "0.1.0" },
      token: () => this.#visitorToken(),
      outbox: { load: () => load("outbox"), save: (text) => save("outbox", text) },
    }));
    bus.onstate = (state, detail) => this.#stateChanged(state, detail);
    bus.subscribe({
      topics: ["interaction.*.>"],
      onReset: () => (this.#items = []),
      onSnapshot: (items, { last }) => {
        this.#items.push(...items);
        if (last) this.#showSnapshot();
      },
      onEvents: (events) => this.#apply(events),
    });
    for (const { type, data, personal, key } of bus.pending()) {
      if (personal) this.#track(type, data, personal, key);
    }
    return bus;
  }

  // The center confirms who we are once per page, so that a stale token is noticed.
  async #visitorToken() {
    const { visitor, token, expires } = this.record;
    if (this.#token && Date.parse(expires) - Date.now() > DAY_MS) return token;
    const body = { account: this.options.account, token };
    const url = new URL("visitor", this.options.root);
    const granted = await fetchJson(url, { body, credentials: "omit" });
    if (visitor && granted.visitor !== visitor) this.startAnew();
    this.keep(granted);
    this.#token = granted.token;
    return granted.token;
  }

  #stateChanged(state, { closeCode, reason }) {
    if (state === "live") {
      this.#isRetried = false;
      this.#loadHistory();
    }
    if (closeCode === UNAUTHORIZED && !this.#isRetried) {
      this.#isRetried = true;
      this.#token = null;
      this.#bus.start();
    } else if (state === "stopped" && reason !== "stopped") {
      console.warn(`ccsdk-chat: ${reason ?? closeCode}; see the account's origins in the center`);
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

  // What came before the snapshot; asked for on each connection until it is whole.
  async #loadHistory(before) {
    const { interaction } = this.transcript;
    if (!interaction || interaction === this.#loaded) return;
    const asked = { interaction, before, limit: HISTORY_MAX };
    const page = await this.#bus.request("history.v1", asked).catch(() => null);
    if (!page || interaction !== this.transcript.interaction) return;
    if (page.before) this.#loadHistory(page.before);
    else this.#loaded = interaction;
    this.#apply(page.items);
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

  // --- messages ------------------------------------------------------------------------

  #track(type, data, personal, key = uuid7()) {
    const { transcript } = this;
    const { text } = personal;
    transcript.unconfirmed.set(key, { text, at: Date.now() });
    this.#bus.command(type, data, { personal, key }).then(
      ({ ok }) => {
        if (type === "ReceiveInteraction" && !transcript.isOpen) transcript.reset(ok.interaction);
        this.#changed();
      },
      ({ reason }) => {
        transcript.unconfirmed.delete(key);
        const { draft } = this.record;
        this.keep({ draft: draft ? `${text}\n${draft}` : text });
        this.notice = reason === "wrong_state" ? "refusedOver" : "refused";
        this.options.onchange(true);
      },
    );
    this.options.onchange();
  }
}
