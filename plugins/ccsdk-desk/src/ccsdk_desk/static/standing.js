// What events do to where an Interaction stands, who takes part in it, and what an Agent can
// take: the part of the store that a supervisor looks at most.

/** Which members of an event of a visit say where it stands in line. */
export function standingOf({ order_from_ms, tier = 0, head_start_ms = 0, service_class }) {
  return { order_from_ms, tier, head_start_ms, service_class };
}

/** Order Interactions of one queue as the engine does: by the one key. */
export function byPlace(one, other) {
  const [first, second] = [keyOf(one), keyOf(other)];
  return first[0] - second[0] || first[1] - second[1] || (one.id < other.id ? -1 : 1);
}

/** The first two members of an Interaction's key, of which the smaller one stands first. */
export function keyOf({ tier = 0, order_from_ms = 0, head_start_ms = 0 }) {
  return [tier, order_from_ms - head_start_ms];
}

/** Until when each Agent wraps up their part; without an instant they are done. */
export function changeWrapUps(store, { interaction, agent }, due_at_ms) {
  const { wrap_ups = {} } = store.interaction(interaction) ?? {};
  const { [agent]: _, ...others } = wrap_ups;
  store.change(interaction, {
    wrap_ups: due_at_ms === undefined ? others : { ...others, [agent]: due_at_ms },
  });
}

function changeLegs(store, id, change) {
  const { legs = [] } = store.interaction(id) ?? {};
  store.change(id, { legs: change(legs) });
}

/** Remember what somebody in the talk is called, whom nothing else names. */
export function meet(store, { interaction, agent, personal }) {
  const { staff } = store.interaction(interaction) ?? {};
  store.change(interaction, { staff: { ...staff, [agent]: personal.staff } });
}

function legEnded(store, event, { leg }) {
  changeLegs(store, event.interaction, (legs) => legs.filter((each) => each.leg !== leg));
}

/** A visit began: it waits from now on, and its age stays. */
function waitsAgain(store, event, data, at_ms) {
  const { queue, interaction } = event;
  const visit = { state: "QUEUED", owner: undefined, queue, legs: [], parked_until_ms: undefined };
  store.change(interaction, { ...visit, entered_at_ms: at_ms, ...standingOf(data) });
}

/** What each event does: (store, event, its data, its instant in ms). */
export const STANDING = {
  PriorityChanged(store, event, { tier, head_start_ms }) {
    store.change(event.interaction, { tier, head_start_ms });
  },
  InteractionParked(store, event, { until_due_at_ms }) {
    const change = { state: "PARKED", owner: undefined, last_agent: event.agent, legs: [] };
    store.change(event.interaction, { ...change, parked_until_ms: until_due_at_ms });
  },
  InteractionResumed: waitsAgain,
  InteractionTransferred: waitsAgain,
  LegStarted(store, event, { leg, party, role, connect_due_at_ms }) {
    const state = connect_due_at_ms === undefined ? "CONNECTED" : "DIALING";
    const started = { leg, party, role, who: event.agent, channel: event.channel, state };
    changeLegs(store, event.interaction, (legs) => [...legs, started]);
    if (event.personal?.staff) meet(store, event);
  },
  LegConnected(store, event, { leg }) {
    const connect = (each) => (each.leg === leg ? { ...each, state: "CONNECTED" } : each);
    changeLegs(store, event.interaction, (legs) => legs.map(connect));
  },
  LegEnded: legEnded,
  LegLost: legEnded,
  SkillsSet(store, event, { skills }) {
    store.agents.patch(event.agent, { skills });
  },
  CapacitySet(store, event, { slots }) {
    const known = store.agents.get(event.agent)?.slots;
    store.agents.patch(event.agent, { slots: { ...known, ...slots } });
  },
};
