// The work of the whole center, as a supervisor looks at it: what waits, is engaged, is parked.

import { computed } from "@preact/signals";
import { customerName } from "../desk.js";
import { inOrder } from "../i18n.js";
import { board, staffName } from "../session.js";
import { byPlace, keyOf } from "../standing.js";
import { WAITING_STATES } from "../store.js";

/** Which states each list holds. */
export const LISTS = {
  waiting: WAITING_STATES,
  engaged: ["ENGAGED", "WRAP_UP"],
  parked: ["PARKED"],
};

/** Who waits in each queue, the first in line first. */
const lines = computed(() => {
  const waiting = board.interactions.all().filter((each) => WAITING_STATES.includes(each?.state));
  return Map.groupBy(waiting.sort(byPlace), ({ queue }) => queue);
});

/** The place in line of everybody who waits, from 1, by id. */
export const places = computed(() => {
  const all = [...lines.value.values()];
  return new Map(all.flatMap((line) => line.map(({ id }, n) => [id, n + 1])));
});

/** Return what stands in a list, of one queue or of all. */
export function workOf(list, queue) {
  const isMeant = (each) =>
    each && LISTS[list].includes(each.state) && (!queue || each.queue === queue);
  return board.interactions.all().filter(isMeant).sort(ORDERS[list]);
}

const ORDERS = {
  waiting: byPlace,
  engaged: (one, other) => (one.entered_at_ms ?? 0) - (other.entered_at_ms ?? 0),
  parked: (one, other) => (one.parked_until_ms ?? 0) - (other.parked_until_ms ?? 0),
};

/** Return the tier and the head start by which somebody would stand first in their queue. */
export function firstPlace({ id, queue, order_from_ms }) {
  const first = (lines.value.get(queue) ?? []).find((each) => each.id !== id);
  if (!first) return { tier: 0, head_start_ms: 0 };
  const [tier, order_ms] = keyOf(first);
  return { tier, head_start_ms: Math.max(0, order_from_ms - order_ms + 1) };
}

/** Return the queues by name. */
export function queues() {
  return board.queues.all().filter(Boolean);
}

/** Return the Agents besides one who are logged in, by name. */
export function colleaguesOf(owner) {
  const isThere = (each) => each && each.id !== owner && each.presence !== "LOGGED_OUT";
  const byName = (one, other) => inOrder(staffName(one.id), staffName(other.id));
  return board.agents.all().filter(isThere).sort(byName);
}

/** Return what a customer is called here: no name, but a mark that stays. */
export function markOf({ id, customer }) {
  return customerName(customer ?? id);
}

/** Return the role in which a member of staff takes part in a talk besides its owner. */
export function roleIn(interaction, staff) {
  return interaction?.legs?.find(({ who, party }) => who === staff && party === "supervisor")?.role;
}
