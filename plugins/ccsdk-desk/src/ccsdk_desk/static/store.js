// Events to signals: the only place that knows what an event does to an entity.
//
// A store holds what one subscription shows: it is replaced whole by a snapshot and follows
// by events. An agent's own store (`self` set) keeps the Interactions that they work on, and
// apart from them the consults they asked for and those that a note mentioned them in; what is
// released is dropped. A wallboard's store keeps all it is shown.

import { batch, signal } from "@preact/signals";
import { Entities } from "./entities.js";
import { STANDING, changeWrapUps, standingOf } from "./standing.js";
import { NO_TALK, TALK, answeredLegs, uninvite } from "./talk.js";

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
 * @property {import("./talk.js").Leg[]} [legs]
 * @property {string} [child] The consult that its owner runs.
 * @property {string} [parent] What a consult is about.
 * @property {string} [asker] Who asks in a consult.
 * @property {string} [only] For whom alone it waits.
 * @property {string[]} [invited] Whom its owner has asked to join.
 * @property {string} [visit_kind]
 * @property {string} [last_agent]
 * @property {string[]} [talked] Whose talk in it is over.
 * @property {number} [closed_at_ms]
 * @property {number} [parked_until_ms]
 * @property {number} [join_due_at_ms] Until when the customer may come to another channel.
 * @property {number} [entered_at_ms]
 * @property {number} [wrap_up_due_at_ms]
 * @property {{[agent: string]: number}} [wrap_ups]
 * @property {{[id: string]: string}} [staff] What supervisors in the talk are called.
 * @property {string} [service_class]
 * @property {number} version
 */

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
  /** The consults that an Agent asked for; the asked colleague works on theirs. */
  consults = new Entities();
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
        const found = all.filter((item) => item.type === type);
        this[name].replace(byId(found.map((item) => entityOf(item, this.self))));
      }
      this.#sortAll();
      const isAsked = ({ type, data }) => type === "ccsdk.Offer.v1" && data.is_invitation;
      for (const { data } of items.filter(isAsked)) this.#noteInvited(data);
      this.isFilled.value = true;
    });
  }

  // An Agent is shown what they work on, what they asked, and what they may read: because a
  // note mentioned them, or a consult asks them about it, which is read beside the consult.
  #sortAll() {
    if (!this.self) return;
    const shown = this.interactions.all();
    const asked = shown.filter(({ owner }) => owner === this.self).map(({ parent }) => parent);
    const isRead = (each) => !this.#home(each) && !asked.includes(each.id);
    const marked = shown.map((each) => (isRead(each) ? { ...each, isMentioned: true } : each));
    for (const shelf of [this.mentions, this.consults, this.interactions]) {
      shelf.replace(byId(marked.filter((each) => this.#home(each) === shelf)));
    }
  }

  #noteInvited({ interaction, agent, state }) {
    const { invited = [] } = this.interaction(interaction) ?? {};
    if (LIVE_OFFERS.includes(state)) this.change(interaction, { invited: [...invited, agent] });
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
    if (this.consults.has(id)) return this.consults;
    return this.mentions.has(id) ? this.mentions : this.interactions;
  }

  // Where an Interaction stands in an Agent's own store; nowhere if it is none of theirs.
  #home({ state, owner, legs = [], last_agent, wrap_up_due_at_ms, asker, isMentioned }) {
    const isMine = owner === this.self || legs.some(({ who }) => who === this.self);
    const isParked = state === "PARKED" && last_agent === this.self;
    if (isMine || isParked || wrap_up_due_at_ms) return this.interactions;
    if (asker === this.self) return this.consults;
    return isMentioned ? this.mentions : undefined;
  }

  // In an Agent's own store an Interaction stands where it belongs, or is gone.
  #sort(id) {
    const known = this.interaction(id);
    const from = this.#shelf(id);
    const to = this.#home(known);
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

function entityOf({ subject, version, data, personal }, self) {
  const id = subject.slice(subject.indexOf("/") + 1);
  // Of all who wrap up a part of it, an agent is shown their own time, others the owner's.
  const wrap_up_due_at_ms = data.wrap_ups?.[self ?? data.owner];
  const entity = { id, version, ...data, wrap_up_due_at_ms, ...personal };
  return wrap_up_due_at_ms && isPart(entity, self) ? { ...entity, state: "WRAP_UP" } : entity;
}

// Who gave it away wraps up their part while it goes on with somebody else.
function isPart({ owner, legs = [] }, self) {
  return self && owner !== self && !legs.some(({ who }) => who === self);
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
  uninvite(store, event);
  const known = store.offers.get(offer);
  store.offers.remove(offer);
  if (event.agent === store.self) store.tell(code, { event, offer: known });
}

function requeued(store, event, data, at_ms) {
  const isNewVisit = data.cause === "agent_lost";
  const entered = isNewVisit ? { entered_at_ms: at_ms } : {};
  const change = { state: "QUEUED", owner: undefined, ...NO_TALK, ...entered, ...refs(event) };
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
  ...TALK,
  InteractionReceived(store, event, data) {
    const { account } = data;
    store.upsert(event.interaction, { state: "RECEIVED", account, ...refs(event) });
  },
  InteractionQueued(store, event, data, at_ms) {
    const { only } = data;
    const standing = { entered_at_ms: at_ms, ...standingOf(data), only };
    const change = { state: "QUEUED", ...standing, ...refs(event) };
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
    // An agent's own store learns these with the Offer, and nowhere else before the history.
    const { entered_at_ms, visit_kind, parent, asker } = store.offers.get(event.offer) ?? {};
    const known = entered_at_ms === undefined ? {} : { entered_at_ms, visit_kind, parent, asker };
    const change = { state: "CONNECTING", owner: event.agent, ...known, ...refs(event) };
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
  InteractionAnswered(store, event, data, at_ms) {
    const legs = answeredLegs(event, data, at_ms);
    store.change(event.interaction, { state: "ENGAGED", legs });
    count(store, event.queue, { answered: 1, answered_in_target: data.is_in_target ? 1 : 0 });
  },
  InteractionAbandoned(store, event) {
    store.change(event.interaction, { state: "CLOSED" });
    count(store, event.queue, { abandoned: 1 });
  },
  InteractionEnded(store, event, data) {
    store.change(event.interaction, { ended_by: data.by, ...NO_TALK });
    const known = store.interactions.get(event.interaction);
    // A consult is over with its transfer, of which there is other news.
    const isShown = known && !known.parent;
    if (isShown) store.tell("interaction_ended", { event });
  },
  WrapUpStarted(store, event, data, at_ms) {
    const { wrap_up_due_at_ms } = data;
    const change = { state: "WRAP_UP", wrap_up_due_at_ms, wrap_up_from_ms: at_ms };
    changeWrapUps(store, event, wrap_up_due_at_ms);
    const isOwner = store.interaction(event.interaction)?.owner === event.agent;
    // One who gave it away is shown their own part, whatever becomes of the rest.
    if (event.agent === store.self) store.upsert(event.interaction, { ...change, ...refs(event) });
    else if (isOwner && !store.self) store.change(event.interaction, change);
    else if (isOwner) store.change(event.interaction, { state: "WRAP_UP" });
  },
  WrapUpEnded(store, event) {
    changeWrapUps(store, event, undefined);
    const known = store.interactions.get(event.interaction);
    const isMine = event.agent === store.self;
    if (!known || (known.owner !== event.agent && !isMine)) return;
    const isOver = known.state === "WRAP_UP";
    store.change(event.interaction, {
      wrap_up_due_at_ms: undefined,
      ...(isOver && { owner: undefined }),
      ...(isOver && isMine && { state: "CLOSED" }),
    });
    if (isMine) store.tell("wrap_up_ended", { event });
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
    const { name, mode, target_ms, max_strikes } = data;
    const counts = store.queues.has(event.queue) ? {} : EMPTY_COUNTS;
    store.queues.upsert(event.queue, { ...counts, name, mode, target_ms, max_strikes });
  },
  QueueDeleted(store, event) {
    store.queues.remove(event.queue);
  },
};
