// Events to signals: the only place that knows what an event does to an entity.
//
// A store holds what one subscription shows: it is replaced whole by a snapshot and follows
// by events. An agent's own store (`self` set) keeps only Interactions that are theirs now;
// what is released is dropped. A wallboard's store keeps all it is shown.

import { batch, signal } from "@preact/signals";

/**
 * @typedef {object} Interaction
 * @property {string} id
 * @property {string} state
 * @property {string} channel
 * @property {string} [queue]
 * @property {string} [owner]
 * @property {number} [entered_at_ms]
 * @property {number} [wrap_up_due_at_ms]
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
        const items = all.filter((item) => item.type === type).map(entityOf);
        this[name].replace(new Map(items.map((entity) => [entity.id, entity])));
      }
      this.isFilled.value = true;
    });
  }

  #isWanted({ type, data }) {
    if (KINDS[type] === "offers") return LIVE_OFFERS.includes(data.state);
    return KINDS[type] !== "interactions" || !this.self || data.owner === this.self;
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
    if (!interaction || !this.interactions.has(interaction)) return;
    if (event.subject === `interaction/${interaction}`) {
      this.interactions.patch(interaction, { version: event.version });
    }
    if (this.self && this.interactions.get(interaction).owner !== this.self) {
      this.interactions.remove(interaction);
    }
  }

  /** Drop an Interaction that the server says is not, or no longer, ours. */
  release(interaction) {
    this.interactions.remove(interaction);
  }
}

function entityOf({ subject, version, data, personal }) {
  return { id: subject.slice(subject.indexOf("/") + 1), version, ...data, ...personal };
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
  store.interactions.patch(event.interaction, change);
  if (wasMine) store.tell("interaction_requeued", { event });
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
  InteractionReceived(store, event, data) {
    const { account } = data;
    store.interactions.upsert(event.interaction, { state: "RECEIVED", account, ...refs(event) });
  },
  InteractionQueued(store, event, data, at_ms) {
    const { order_from_ms } = data;
    const change = { state: "QUEUED", entered_at_ms: at_ms, order_from_ms, ...refs(event) };
    store.interactions.upsert(event.interaction, change);
    count(store, event.queue, { offered: 1 });
  },
  OfferMade(store, event, data) {
    const { offer: id, interaction, agent } = event;
    const { expires_at_ms } = data;
    const offer = { id, interaction, agent, state: "MADE", expires_at_ms, ...refs(event) };
    store.offers.put(id, { ...offer, made_at_ms: Date.parse(event.time) });
    store.interactions.patch(interaction, { state: "OFFERED" });
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
    store.interactions.upsert(event.interaction, change);
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
    store.interactions.patch(event.interaction, { state: "QUEUED", owner: undefined });
  },
  InteractionAnswered(store, event, data) {
    store.interactions.patch(event.interaction, { state: "ENGAGED" });
    count(store, event.queue, { answered: 1, answered_in_target: data.is_in_target ? 1 : 0 });
  },
  InteractionAbandoned(store, event) {
    store.interactions.patch(event.interaction, { state: "CLOSED" });
    count(store, event.queue, { abandoned: 1 });
  },
  InteractionEnded(store, event, data) {
    store.interactions.patch(event.interaction, { ended_by: data.by });
    if (store.interactions.has(event.interaction)) store.tell("interaction_ended", { event });
  },
  WrapUpStarted(store, event, data, at_ms) {
    const { wrap_up_due_at_ms } = data;
    const change = { state: "WRAP_UP", wrap_up_due_at_ms, wrap_up_from_ms: at_ms };
    store.interactions.patch(event.interaction, change);
  },
  WrapUpEnded(store, event) {
    const known = store.interactions.get(event.interaction);
    store.interactions.patch(event.interaction, { owner: undefined });
    if (known?.owner === store.self) store.tell("wrap_up_ended", { event });
  },
  InteractionClosed(store, event) {
    store.interactions.remove(event.interaction);
  },
  InteractionForgotten(store, event) {
    store.interactions.remove(event.interaction);
  },
  AgentPresenceChanged: presenceChanged,
  AgentDefined(store, event, data) {
    const { queues, skills, chat_slots } = data;
    const change = { queues, skills, slots: { chat: chat_slots } };
    if (event.personal?.name) change.name = event.personal.name;
    if (!store.agents.has(event.agent)) change.presence = "LOGGED_OUT";
    store.agents.upsert(event.agent, change);
  },
  QueueDefined(store, event, data) {
    const { name, target_ms, max_strikes } = data;
    const counts = store.queues.has(event.queue) ? {} : EMPTY_COUNTS;
    store.queues.upsert(event.queue, { ...counts, name, target_ms, max_strikes });
  },
};
