// What events do to where an Interaction stands, who wraps it up, and what an Agent can take:
// the part of the store that a supervisor looks at most.

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

/** What each event does: (store, event, its data, its instant in ms). */
export const STANDING = {
  PriorityChanged(store, event, { tier, head_start_ms }) {
    store.change(event.interaction, { tier, head_start_ms });
  },
  SkillsSet(store, event, { skills }) {
    store.agents.patch(event.agent, { skills });
  },
  CapacitySet(store, event, { slots }) {
    const known = store.agents.get(event.agent)?.slots;
    store.agents.patch(event.agent, { slots: { ...known, ...slots } });
  },
};
