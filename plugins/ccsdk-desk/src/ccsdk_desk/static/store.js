// Events to signals: the only place that knows what an event does to an entity.
//
// A store holds what one subscription shows: it is replaced whole by a snapshot and follows
// by events. An agent's own store (`self` set) keeps the Interactions that are theirs now, and
// apart from them those that a note mentioned them in; what is released is dropped. A
// wallboard's store keeps all it is shown.

import { batch, signal } from "@preact/signals";
import { STANDING, changeWrapUps, standingOf } from "./standing.js";

/**
 * @typedef {object} Interaction
 * @property {string} id
 * @property {string} state
 * @property {string} channel
 * @property {string} [queue]
 * @property {string} [owner]
 * @property {string} [customer]
 * @property {boolean} [is_verified]
 * @property {boolean} [isMentioned] A note in it mentioned the agent of this store.
 * @property {number} [entered_at_ms]
 * @property {number} [wrap_up_due_at_ms]
 * @property {{[agent: string]: number}} [wrap_ups]
 * @property {number} [parked_until_ms]
 * @property {string} [last_agent]
 * @property {string} [service_class]
 * @property {{leg: string, party: string, role: string, who: string, state: string}[]} [legs]
 * @property {number} version
 */

/** A map with one signal per entity: who reads one entity is told of that one only. */
export class Entities {
  #cells = new Map();
  ids = signal([]);

  get(id) {
    const cell = this.#cells.get(id);
    // Who asks for an absent entity is told when any is added.
    return cell ? cell.value : void this.ids.value;
  }

  has(id) {
    return this.#cells.has(id);
  }

  all() {
    return this.ids.value.map((id) => this.get(id));
  }

  put(id, value) {
    const cell = this.#cells.get(id);
    if (cell) {
      cell.value = value;
      return;
    }
    this.#cells.set(id, signal(value));
    this.ids.value = [...this.ids.value, id];
  }

  /** Change members of an entity that is there. */
  patch(id, change) {
    const cell = this.#cells.get(id);
    if (cell) cell.value = { ...cell.peek(), ...change };
  }

  /** Change members of an entity, made if it is not there. */
  upsert(id, change) {
    if (this.has(id)) this.patch(id, change);
    else this.put(id, { id, ...change });
  }

  remove(id) {
    const cell = this.#cells.get(id);
    if (!cell) return;
    this.#cells.delete(id);
    this.ids.value = this.ids.value.filter((other) => other !== id);
    cell.value = undefined;
  }

  /** Hold these entities, by id, and no others. */
  replace(entities) {
    for (const [id, cell] of this.#cells) {
      if (entities.has(id)) continue;
      this.#cells.delete(id);
      cell.value = undefined;
    }
    for (const [id, value] of entities) {
      const cell = this.#cells.get(id);
      if (cell) cell.value = value;
      else this.#cells.set(id, signal(value));
    }
    this.ids.value = [...entities.keys()];
  }
}

const KINDS = {
  "ccsdk.Interaction.v1": "interactions",
  "ccsdk.Offer.v1": "offers",
  "ccsdk.Agent.v1": "agents",
  "ccsdk.Queue.v1": "queues",
};

export const LIVE_OFFERS = ["MADE", "SHOWN"];
export const WAITING_STATES = ["QUEUED", "OFFERED", "CONNECTING"];

export class Store {
  interactions = new Entities();
  /** What an Agent may read because they were mentioned, while somebody else owns it. */
  mentions = new Entities();
  offers = new Entities();
  agents = new Entities();
  queues = new Entities();
  isFilled = signal(false);
  #incoming = [];
  /** The Agent whose own work this is; nobody in a store that holds everybody's. */
  self = undefined;
  /** Hears what a person should be told: (code, {event, offer?}). */
  tell = () => {};

  /** Take a part of a snapshot; the last one replaces everything. */
  snapshot(items, { first, last }) {
    if (first) this.#incoming = [];
    this.#incoming.push(...items);
    if (!last) return;
    const all = this.#incoming.filter((item) => this.#isWanted(item));
    this.#incoming = [];
    batch(() => {
      for (const [type, name] of Object.entries(KINDS)) {
        this[name].replace(byId(all.filter((item) => item.type === type).map(entityOf)));
      }
      this.#splitMentions();
      this.isFilled.value = true;
    });
  }

  // An Agent is shown what they own and what they may read, and nothing else.
  #splitMentions() {
    const isRead = ({ owner }) => this.self && owner !== this.self;
    const shown = this.interactions.all();
    const read = shown.filter(isRead).map((each) => ({ ...each, isMentioned: true }));
    this.mentions.replace(byId(read));
    if (read.length) this.interactions.replace(byId(shown.filter((each) => !isRead(each))));
  }

  #isWanted({ type, data }) {
    if (KINDS[type] !== "offers") return true;
    return LIVE_OFFERS.includes(data.state) && (!this.self || data.agent === this.self);
  }

  /** Return an Interaction of this store, own or read; undefined if it is neither. */
  interaction(id) {
    return this.#shelf(id).get(id);
  }

  /** Change members of an Interaction that is there. */
  change(id, members) {
    this.#shelf(id).patch(id, members);
  }

  /** Change members of an Interaction, made if it is not there. */
  upsert(id, members) {
    this.#shelf(id).upsert(id, members);
  }

  #shelf(id) {
    return this.mentions.has(id) ? this.mentions : this.interactions;
  }

  // In an Agent's own store an Interaction stands where its owner says, or is gone.
  #sort(id) {
    const known = this.interaction(id);
    const isRead = known.owner !== this.self && known.isMentioned;
    const from = this.#shelf(id);
    const to = known.owner === this.self ? this.interactions : isRead ? this.mentions : undefined;
    if (from === to) return;
    from.remove(id);
    to?.put(id, known);
  }

  /** Apply events in order; types unknown to this page are passed over. */
  apply(events) {
    batch(() => {
      for (const event of events) this.#applyOne(event);
    });
  }

  #applyOne(event) {
    const reduce = REDUCERS[eventName(event)];
    const at_ms = Date.parse(event.time);
    if (reduce) reduce(this, event, event.data ?? {}, at_ms);
    const { interaction } = event;
    if (!interaction || !this.interaction(interaction)) return;
    if (event.subject === `interaction/${interaction}`) {
      this.change(interaction, { version: event.version });
    }
    if (this.self) this.#sort(interaction);
  }

  /** Drop an Interaction that the server says is not, or no longer, ours. */
  release(interaction) {
    this.#shelf(interaction).remove(interaction);
  }
}

function entityOf({ subject, version, data, personal }) {
  const id = subject.slice(subject.indexOf("/") + 1);
  // Of all who wrap up a part of it, the page shows the owner's time.
  const wrap_up_due_at_ms = data.wrap_ups?.[data.owner];
  return { id, version, ...data, wrap_up_due_at_ms, ...personal };
}

function byId(entities) {
  return new Map(entities.map((entity) => [entity.id, entity]));
}

/** Return the class name in an event's type, or nothing for a plugin's event. */
export function eventName(event) {
  return /^ccsdk\.(\w+)\.v1$/.exec(event.type)?.[1];
}

function count(store, queue, change) {
  const known = store.queues.get(queue);
  if (!known) return;
  const counts = Object.entries(change).map(([name, by]) => [name, (known[name] ?? 0) + by]);
  store.queues.patch(queue, Object.fromEntries(counts));
}

function refs({ channel, customer, queue }) {
  return queue === undefined ? { channel, customer } : { channel, customer, queue };
}

function offerEnded(store, event, code) {
  const { offer } = event;
  const known = store.offers.get(offer);
  store.offers.remove(offer);
  if (event.agent === store.self) store.tell(code, { event, offer: known });
}

function requeued(store, event, data, at_ms) {
  const isNewVisit = data.cause === "agent_lost";
  const entered = isNewVisit ? { entered_at_ms: at_ms } : {};
  const change = { state: "QUEUED", owner: undefined, ...entered, ...refs(event) };
  if (isNewVisit) count(store, event.queue, { offered: 1 });
  const wasMine = store.self && store.interactions.get(event.interaction)?.owner === store.self;
  store.change(event.interaction, change);
  if (wasMine) store.tell("interaction_requeued", { event });
}

/** A visit ended without an answer; where it goes on, if at all, is told by what follows. */
function flowedOut(store, event, data) {
  store.change(event.interaction, { state: "RECEIVED" });
  if (data.visit) count(store, event.queue, { flowed_out: 1 });
}

function presenceChanged(store, event, data, at_ms) {
  const { presence, reason, by } = data;
  store.agents.upsert(event.agent, { presence, reason, by, since_ms: at_ms });
  if (event.agent === store.self) store.tell("presence_changed", { event });
}

const EMPTY_COUNTS = {
  waiting: 0,
  offered: 0,
  answered: 0,
  answered_in_target: 0,
  abandoned: 0,
  flowed_out: 0,
};

/** What each event does: (store, event, its data, its instant in ms). */
const REDUCERS = {
  ...STANDING,
  InteractionReceived(store, event, data) {
    const { account } = data;
    store.upsert(event.interaction, { state: "RECEIVED", account, ...refs(event) });
  },
  InteractionQueued(store, event, data, at_ms) {
    const change = { state: "QUEUED", entered_at_ms: at_ms, ...standingOf(data), ...refs(event) };
    store.upsert(event.interaction, change);
    count(store, event.queue, { offered: 1 });
  },
  InteractionOverflowed: flowedOut,
  InteractionDeflected: flowedOut,
  CallbackScheduled(store, event, data, at_ms) {
    const change = { state: "QUEUED", entered_at_ms: at_ms, ...standingOf(data), ...refs(event) };
    store.upsert(event.interaction, change);
    count(store, event.queue, { offered: 1, flowed_out: data.ended_visit ? 1 : 0 });
  },
  InteractionConcluded(store, event) {
    store.change(event.interaction, { state: "CLOSED" });
  },
  OfferMade(store, event, data) {
    const { offer: id, interaction, agent } = event;
    const { expires_at_ms } = data;
    store.change(interaction, { state: "OFFERED" });
    // Who reads an Interaction sees it offered to others.
    if (store.self && agent !== store.self) return;
    const offer = { id, interaction, agent, state: "MADE", expires_at_ms, ...refs(event) };
    store.offers.put(id, { ...offer, made_at_ms: Date.parse(event.time) });
  },
  OfferShown(store, event) {
    store.offers.patch(event.offer, { state: "SHOWN" });
  },
  OfferAccepted(store, event) {
    // An agent's own store learns the wait with the Offer, and nowhere else before the history.
    const known = store.offers.get(event.offer)?.entered_at_ms;
    const entered = known === undefined ? {} : { entered_at_ms: known };
    const change = { state: "CONNECTING", owner: event.agent, ...entered, ...refs(event) };
    store.offers.remove(event.offer);
    store.upsert(event.interaction, change);
  },
  OfferDeclined(store, event) {
    offerEnded(store, event, "offer_declined");
  },
  OfferExpired(store, event) {
    offerEnded(store, event, "offer_expired");
  },
  OfferWithdrawn(store, event) {
    offerEnded(store, event, "offer_withdrawn");
  },
  InteractionRequeued: requeued,
  ConnectFailed(store, event) {
    store.change(event.interaction, { state: "QUEUED", owner: undefined });
  },
  InteractionAnswered(store, event, data) {
    store.change(event.interaction, { state: "ENGAGED" });
    count(store, event.queue, { answered: 1, answered_in_target: data.is_in_target ? 1 : 0 });
  },
  OwnerChanged(store, event) {
    store.change(event.interaction, { owner: event.agent });
  },
  InteractionAbandoned(store, event) {
    store.change(event.interaction, { state: "CLOSED" });
    count(store, event.queue, { abandoned: 1 });
  },
  InteractionEnded(store, event, data) {
    store.change(event.interaction, { ended_by: data.by });
    const isShown = store.interactions.has(event.interaction);
    if (isShown) store.tell("interaction_ended", { event });
  },
  WrapUpStarted(store, event, data, at_ms) {
    const { wrap_up_due_at_ms } = data;
    const change = { state: "WRAP_UP", wrap_up_due_at_ms, wrap_up_from_ms: at_ms };
    changeWrapUps(store, event, wrap_up_due_at_ms);
    // Who gave it away wraps up their part while it goes on.
    const isOwner = store.interaction(event.interaction)?.owner === event.agent;
    if (isOwner) store.change(event.interaction, change);
  },
  WrapUpEnded(store, event) {
    changeWrapUps(store, event, undefined);
    const known = store.interactions.get(event.interaction);
    if (known?.owner !== event.agent) return;
    store.change(event.interaction, { owner: undefined });
    if (known.owner === store.self) store.tell("wrap_up_ended", { event });
  },
  InteractionClosed(store, event) {
    if (store.mentions.has(event.interaction)) {
      store.change(event.interaction, { state: "CLOSED", owner: undefined });
    } else {
      store.release(event.interaction);
    }
  },
  InteractionForgotten(store, event) {
    store.release(event.interaction);
  },
  AgentMentioned(store, event) {
    if (event.agent !== store.self) return;
    store.upsert(event.interaction, { isMentioned: true, ...refs(event) });
    store.tell("mentioned", { event });
  },
  AgentPresenceChanged: presenceChanged,
  AgentDefined(store, event, data) {
    const { memberships, skills } = data;
    // Who has no number of their own takes as many chats as the channel ships with.
    const slots = { chat: 3, ...data.slots };
    const change = { queues: memberships.map(({ queue }) => queue), skills, slots };
    if (event.personal?.name) change.name = event.personal.name;
    if (!store.agents.has(event.agent)) change.presence = "LOGGED_OUT";
    store.agents.upsert(event.agent, change);
  },
  QueueDefined(store, event, data) {
    const { name, target_ms, max_strikes } = data;
    const counts = store.queues.has(event.queue) ? {} : EMPTY_COUNTS;
    store.queues.upsert(event.queue, { ...counts, name, target_ms, max_strikes });
  },
  QueueDeleted(store, event) {
    store.queues.remove(event.queue);
  },
};
