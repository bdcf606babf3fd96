// One chat as its customer sees it, folded from events: no page, no network.

const PHASES = { ENGAGED: "talking", WRAP_UP: "over", CLOSED: "over" }; // else "waiting"
const EVENTS = {
  InteractionReceived: { phase: "waiting" },
  InteractionQueued: { phase: "waiting" },
  InteractionAnswered: { phase: "talking", note: "joined" },
  MessageReceived: { from: "customer" },
  MessageSent: { from: "agent" },
  InteractionEnded: { phase: "over", note: "ended" },
  InteractionAbandoned: { phase: "over", note: "ended" },
  InteractionClosed: { phase: "over" },
};

export const phaseOf = (item) => PHASES[item.data.state] ?? "waiting";

export class Transcript {
  /** Messages that no event has confirmed yet: key -> {text, at}. */
  unconfirmed = new Map();

  constructor(interaction = null, seen = 0) {
    this.reset(interaction);
    this.seen = seen;
  }

  /** Begin an empty chat; null means that the center has none yet. */
  reset(interaction) {
    this.interaction = interaction;
    this.phase = interaction ? "waiting" : "new"; // new | waiting | talking | over
    this.agent = null;
    this.lines = new Map();
    this.seen = 0; // version of the newest message that was in front of the customer
    this.version = 0; // of the newest event known
  }

  get isOpen() {
    return this.phase === "waiting" || this.phase === "talking";
  }

  /** Take the state of an Interaction from a snapshot. */
  show(item) {
    const interaction = item.subject.split("/")[1];
    if (interaction !== this.interaction) this.reset(interaction);
    this.#move(phaseOf(item), item.version);
  }

  /** Apply an event, live or of the history, in any order, any number of times. */
  apply({ type, interaction, version, time, cause, personal }) {
    const name = type.split(".")[1];
    const known = EVENTS[name];
    const isOurs = interaction === this.interaction;
    if (!isOurs && name === "InteractionReceived" && !this.isOpen) this.reset(interaction);
    if (!known || interaction !== this.interaction) return;
    this.unconfirmed.delete(cause);
    const { staff, text } = personal ?? {};
    if (staff && version >= this.version) this.agent = staff;
    this.agent ??= staff;
    this.#move(known.phase, version);
    if (known.phase && !known.note) return;
    const at = Date.parse(time);
    this.lines.set(version, { ...known, version, at, text, name: staff, key: cause });
  }

  #move(phase, version) {
    if (version < this.version) return;
    this.version = version;
    this.phase = phase ?? this.phase;
  }

  /** What to show, oldest first; `isPending` is what is under way. */
  shown() {
    const lines = [...this.lines.values()].sort((a, b) => a.version - b.version);
    for (const [key, { text, at }] of this.unconfirmed) {
      lines.push({ from: "customer", key, text, at, isPending: true });
    }
    return lines;
  }

  get unread() {
    const lines = [...this.lines.values()];
    return lines.filter(({ from, version }) => from === "agent" && version > this.seen).length;
  }
}
