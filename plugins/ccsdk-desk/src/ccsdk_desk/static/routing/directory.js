// Where a talk can go: colleagues and queues as they are now, asked for when a dialog opens.

import { inOrder } from "../i18n.js";
import { shownName } from "../names.js";
import { bus, principal } from "../session.js";
import { Store } from "../store.js";

const TOPICS = [
  "agent.*.AgentDefined",
  "agent.*.AgentPresenceChanged",
  "queue.*.QueueDefined",
  "queue.*.QueueDeleted",
];
const PRESENCES = ["READY", "NOT_READY", "LOGGED_OUT"];

/**
 * @typedef {object} Target
 * @property {"agent" | "queue"} kind
 * @property {string} id
 * @property {string} name
 * @property {boolean} isPossible
 * @property {boolean} [isFree] Whether a colleague would be offered it at once.
 * @property {string} [presence]
 * @property {string} [reason]
 * @property {string} [extension]
 * @property {boolean} [isOpen]
 * @property {number} [waiting]
 */

let opened = 0;

/** Ask for everybody and every queue, and follow them; `close` when done. */
export function openDirectory() {
  const store = new Store();
  // A bus knows a subscription by its filter: this topic matches nothing and makes it another.
  const own = `queue.directory-${(opened += 1)}.QueueDefined`;
  const subscription = bus.subscribe({
    topics: [...TOPICS, own],
    from: "snapshot",
    onSnapshot: (items, part) => store.snapshot(items, part),
    onEvents: (events) => store.apply(events),
    onError() {},
  });
  return { store, close: () => subscription.close() };
}

/**
 * Return the colleagues, the likeliest first.
 * @param {Store} store
 * @param {{channel: string, taken: string[]}} talk On which channel, and who is in it already.
 * @returns {Target[]}
 */
export function colleagues(store, { channel, taken }) {
  const others = store.agents.all().filter(({ id }) => id !== principal.value.id);
  const found = others
    .filter(({ id }) => !taken.includes(id))
    .map(({ id, name, presence, reason, extension, slots = {}, used = {} }) => ({
      kind: /** @type {const} */ ("agent"),
      id,
      name: shownName(name) ?? id,
      presence,
      reason,
      extension,
      isFree: presence === "READY" && (used[channel] ?? 0) < (slots[channel] ?? 1),
      isPossible: presence !== "LOGGED_OUT",
    }));
  const rank = ({ isFree, presence }) => PRESENCES.indexOf(presence) + (isFree ? 0 : 0.5);
  return found.sort((one, other) => rank(one) - rank(other) || inOrder(one.name, other.name));
}

/** Return the queues by name. @param {Store} store @returns {Target[]} */
export function queues(store) {
  const found = store.queues.all().map(({ id, name, waiting = 0, is_open = true }) => ({
    kind: /** @type {const} */ ("queue"),
    id,
    name: shownName(name) ?? id,
    waiting,
    isOpen: is_open,
    isPossible: is_open,
  }));
  return found.sort((one, other) => inOrder(one.name, other.name));
}

/** Return those whose name, id or extension holds what was typed. */
export function matching(targets, typed) {
  const wanted = typed.trim().toLocaleLowerCase();
  if (!wanted) return targets;
  return targets.filter(({ id, name, extension = "" }) =>
    [name, id, extension].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
}
