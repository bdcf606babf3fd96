// One chat as its customer sees it, folded from events: no page, no network.

/** @type {Record<string, string>} */
const PHASES = { ENGAGED: "talking", WRAP_UP: "over", CLOSED: "over" };
/** @type {Record<string, { phase?: string, note?: string, from?: string, begins?: boolean }>} */
const EVENTS = {
  InteractionReceived: { phase: "waiting", begins: true },
  InteractionReopened: { phase: "waiting", begins: true },
  InteractionQueued: { phase: "waiting" },
  InteractionAnswered: { phase: "talking", note: "joined" },
  MessageReceived: { from: "customer" },
  MessageSent: { from: "agent" },
  InteractionEnded: { phase: "over", note: "ended" },
  InteractionConcluded: { phase: "over", note: "ended" },
  InteractionAbandoned: { phase: "over", note: "ended" },
  InteractionClosed: { phase: "over" },
};

// What would turn round the words behind a name.
const TURNING = /\p{Bidi_Control}/gu;

/** @param {any} item */
export const phaseOf = (item) => PHASES[item.data.state] ?? "waiting";

/**
 * @typedef {{ file: string, media?: string, bytes?: number, name?: string }} Attachment
 * @typedef {{
 *   from?: string, note?: string, version?: number, at?: number, text?: string, name?: string,
 *   key?: string, files?: Attachment[], isPending?: boolean,
 * }} Line
 */

export class Transcript {
  /** Messages that no event has confirmed yet, by key. @type {Map<string, Line>} */
  unconfirmed = new Map();

  /** @param {string | null} interaction @param {number} seen */
  constructor(interaction = null, seen = 0) {
    this.reset(interaction);
    this.seen = seen;
  }

  /**
   * Begin an empty chat; null means that the center has none yet.
   * @param {string | null} interaction
   */
  reset(interaction) {
    this.interaction = interaction;
    this.phase = interaction ? "waiting" : "new"; // new | waiting | talking | over
    /** @type {string | null} */
    this.agent = null;
    /** The item as far as it is known: a place in line, a channel. @type {any} */
    this.facts = {};
    /** Events that are no messages, for whoever knows more of them. @type {any[]} */
    this.told = [];
    /** @type {Map<number, Line>} */
    this.lines = new Map();
    this.seen = 0; // version of the newest message that was in front of the customer
    this.version = 0; // of the newest event known
    this.asOf = 0; // version of the facts
    this.spoke = 0; // version of the last event that named the agent
  }

  get isOpen() {
    return this.phase === "waiting" || this.phase === "talking";
  }

  /** Take the state of an Interaction. @param {any} item */
  show(item) {
    const interaction = item.subject.split("/")[1];
    if (interaction !== this.interaction) this.reset(interaction);
    if (item.version >= this.asOf) this.facts = item.data;
    this.asOf = Math.max(this.asOf, item.version);
    this.#move(phaseOf(item), item.version);
  }

  /** Apply an event of now or before, in any order, any number of times. @param {any} event */
  apply(event) {
    const { type, interaction, version, time, cause, data, personal } = event;
    const known = EVENTS[type.split(".")[1]];
    const isOurs = interaction === this.interaction;
    if (!isOurs && known?.begins && !this.isOpen) this.reset(interaction);
    if (interaction !== this.interaction) return;
    if (!known?.from) this.told.push(event);
    if (!known) return;
    this.unconfirmed.delete(cause);
    const { text, file_names: names } = personal ?? {};
    const staff = personal?.staff?.replace(TURNING, "");
    if (staff && version >= this.spoke) [this.agent, this.spoke] = [staff, version];
    this.#move(known.phase, version);
    if (known.phase && !known.note) return;
    const at = Date.parse(time);
    const files = data?.files?.map((file, index) => ({ ...file, name: names?.[index] }));
    this.lines.set(version, { ...known, version, at, text, files, name: staff, key: cause });
  }

  /** @param {string | undefined} phase @param {number} version */
  #move(phase, version) {
    if (version < this.version) return;
    this.version = version;
    this.phase = phase ?? this.phase;
  }

  /** What to show, oldest first; `isPending` is what is under way. */
  shown() {
    const lines = [...this.lines.values()].sort((a, b) => a.version - b.version);
    for (const [key, line] of this.unconfirmed) {
      lines.push({ ...line, from: "customer", key, isPending: true });
    }
    return lines;
  }

  get unread() {
    const lines = [...this.lines.values()];
    return lines.filter(({ from, version }) => from === "agent" && version > this.seen).length;
  }
}
