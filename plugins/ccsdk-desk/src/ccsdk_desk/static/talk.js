// What events do to a running talk: its legs, hold, consult, another channel, and what is laid
// aside or given away. The store calls these; see there for what an entity is.

import { changeWrapUps, standingOf } from "./standing.js";

/**
 * @typedef {object} Leg
 * @property {string} leg
 * @property {"customer" | "agent" | "supervisor"} party
 * @property {"owner" | "member" | "monitor" | "whisper"} role
 * @property {string} who
 * @property {string} channel
 * @property {"DIALING" | "CONNECTED" | "HELD"} state
 * @property {number} [since_ms] Since when it is connected, or held.
 */

/** What is left of a talk once nobody is in it. */
export const NO_TALK = { legs: [], child: undefined, invited: [], join_due_at_ms: undefined };

const refs = ({ channel, customer, queue }) => ({ channel, customer, queue });

function patch(store, { interaction }, make) {
  const known = store.interaction(interaction);
  if (known) store.change(interaction, make(known));
}

function changeLegs(store, event, make, change = {}) {
  patch(store, event, ({ legs = [] }) => ({ ...change, legs: make(legs) }));
}

/** Let legs be in a state from now on. */
function setLegs(state) {
  return (store, event, { legs: ids }, since_ms) =>
    changeLegs(store, event, (legs) =>
      legs.map((each) => (ids.includes(each.leg) ? { ...each, state, since_ms } : each)),
    );
}

/** Remember what somebody in the talk is called, whom nothing else names. */
function meet(store, { interaction, agent, personal }) {
  const { staff } = store.interaction(interaction) ?? {};
  store.change(interaction, { staff: { ...staff, [agent]: personal.staff } });
}

const without = (id) => (legs) => legs.filter(({ leg }) => leg !== id);

function connected(id, since_ms) {
  return (legs) =>
    legs.map((each) => (each.leg === id ? { ...each, state: "CONNECTED", since_ms } : each));
}

/** The two legs that come with an answer. */
export function answeredLegs({ agent, customer, channel }, { leg, customer_leg }, since_ms) {
  const common = { channel, state: "CONNECTED", since_ms };
  return [
    { ...common, leg, party: "agent", role: "owner", who: agent },
    { ...common, leg: customer_leg, party: "customer", role: "member", who: customer },
  ];
}

/** Forget that somebody is asked to join. */
export function uninvite(store, event) {
  patch(store, event, ({ invited = [] }) => ({
    invited: invited.filter((agent) => agent !== event.agent),
  }));
}

/** A visit began: it waits from now on, and its age stays. */
function waitsAgain(store, event, data, at_ms) {
  const visit = { state: "QUEUED", owner: undefined, queue: event.queue, ...NO_TALK };
  const standing = { entered_at_ms: at_ms, ...standingOf(data), only: data.only };
  store.change(event.interaction, { ...visit, ...standing, parked_until_ms: undefined });
}

export const TALK = {
  LegStarted(store, event, data, at_ms) {
    const { leg, party, role, connect_due_at_ms: isDialed } = data;
    const { interaction, agent: who, channel, offer } = event;
    if (store.self && who === store.self) {
      store.upsert(interaction, { state: "ENGAGED", ...refs(event) });
    }
    if (offer) store.offers.remove(offer);
    uninvite(store, event);
    const state = isDialed ? "DIALING" : "CONNECTED";
    const added = { leg, party, role, who, channel, state, since_ms: isDialed ? undefined : at_ms };
    changeLegs(store, event, (legs) => [...without(leg)(legs), added]);
    if (event.personal?.staff) meet(store, event);
  },
  LegConnected(store, event, { leg }, at_ms) {
    changeLegs(store, event, connected(leg, at_ms));
  },
  LegEnded(store, event, { leg }) {
    changeLegs(store, event, without(leg));
  },
  LegLost(store, event, { leg }) {
    changeLegs(store, event, without(leg));
  },
  OwnerChanged(store, event, { leg, former }) {
    const lead = (legs) =>
      legs
        .filter(({ who }) => who !== former)
        .map((each) => (each.leg === leg ? { ...each, role: "owner" } : each));
    changeLegs(store, event, lead, { owner: event.agent });
  },
  CustomerHeld: setLegs("HELD"),
  CustomerRetrieved: setLegs("CONNECTED"),
  HoldFailed(store, event, data, at_ms) {
    setLegs("CONNECTED")(store, event, data, at_ms);
    store.tell("hold_failed", { event });
  },
  ChannelElevationStarted(store, event, { leg, to: channel, join_due_at_ms }) {
    const asked = { leg, party: "customer", role: "member", who: event.customer, channel };
    const added = { ...asked, state: "DIALING" };
    changeLegs(store, event, (legs) => [...legs, added], { join_due_at_ms });
  },
  ChannelElevated(store, event, { leg, ended }, at_ms) {
    const join = (legs) => connected(leg, at_ms)(without(ended)(legs));
    changeLegs(store, event, join, { join_due_at_ms: undefined });
    store.tell("channel_elevated", { event });
  },
  ChannelElevationFailed(store, event, { leg }) {
    changeLegs(store, event, without(leg), { join_due_at_ms: undefined });
    store.tell("channel_elevation_failed", { event });
  },
  ConsultStarted(store, event, { child }) {
    store.change(event.interaction, { child });
  },
  ConsultReceived(store, event, { parent, asker }) {
    if (store.self && asker !== store.self) return;
    store.upsert(event.interaction, { state: "RECEIVED", parent, asker, ...refs(event) });
  },
  ConsultEnded(store, event) {
    store.change(event.interaction, { child: undefined });
    if (event.agent === store.self) store.tell("consult_ended", { event });
  },
  ParticipantInvited(store, event, { by, expires_at_ms }) {
    const { offer: id, interaction, agent, time } = event;
    patch(store, event, ({ invited = [] }) => ({ invited: [...invited, agent] }));
    if (store.self && agent !== store.self) return;
    const offer = { id, interaction, agent, by, state: "MADE", expires_at_ms, ...refs(event) };
    store.offers.put(id, { ...offer, is_invitation: true, made_at_ms: Date.parse(time) });
  },
  InteractionTransferred(store, event, data, at_ms) {
    waitsAgain(store, event, data, at_ms);
    const isTaken = data.by === "supervisor" && event.agent === store.self;
    if (isTaken) store.tell("interaction_reassigned", { event });
  },
  InteractionResumed: waitsAgain,
  InteractionParked(store, event, { until_due_at_ms: parked_until_ms }) {
    const change = { state: "PARKED", owner: undefined, last_agent: event.agent, ...NO_TALK };
    store.change(event.interaction, { ...change, parked_until_ms });
  },
  InteractionCancelled(store, event) {
    store.change(event.interaction, { state: "CLOSED", owner: undefined });
    if (event.agent === store.self) store.tell("interaction_cancelled", { event });
  },
  WrapUpExtended(store, event, { wrap_up_due_at_ms }) {
    changeWrapUps(store, event, wrap_up_due_at_ms);
    if (event.agent !== (store.self ?? store.interaction(event.interaction)?.owner)) return;
    store.change(event.interaction, { wrap_up_due_at_ms });
  },
};
