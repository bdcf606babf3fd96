// Who is signed in, the one Bus, and the stores that follow it.

import { computed, effect, signal } from "@preact/signals";
import { Bus, fetchJson, uuid7 } from "./ccsdk.js";
import { exactNow, now, setClock } from "./clock.js";
import { deliver } from "./frames.js";
import { t } from "./i18n.js";
import { drawer, rememberFor } from "./local.js";
import { shownName } from "./names.js";
import { Store, eventName } from "./store.js";

const MOUNT = new URL("../../", import.meta.url);
const SIGNED_OUT = ["unauthorized", "token_expired", "http_401"];
// Close codes of the bus.
const REPLACED = 4503;
const SESSION_OVER = [4501, 4506];
// What somebody waits for, so that it waits for no paint.
const URGENT = ["OfferMade", "OfferAccepted"];
// A line that is back within this time was never worth a word.
const CALM_MS = 2_000;
const WARN_BEFORE_MS = 10 * 60_000;

/**
 * @typedef {object} Phase
 * @property {"starting" | "signed_out" | "unreachable" | "open" | "stopped"} name
 * @property {boolean} [wasOpen] A session has ended under somebody's hands.
 * @property {string} [code] Why it is unreachable or has stopped.
 * @property {string} [ref] Where the server's log tells more.
 */

/** Where the page stands. @type {import("@preact/signals").Signal<Phase>} */
export const phase = signal({ name: "starting" });
/**
 * Who is signed in, or null.
 * @type {import("@preact/signals").Signal<{id: string, role: string, center: string} | null>}
 */
export const principal = signal(null);
/** The Bus's state as it is, since when it has not been live, and whether it ever was. */
export const connection = signal({ state: "connecting", since_ms: Date.now(), wasLive: false });
/** How many changes came since the line was last live: what catching up has done so far. */
export const caughtUp = signal(0);
/**
 * What the center's settings offer: code to words, and whatever else stands in them.
 * @type {import("@preact/signals").Signal<{[name: string]: any}>}
 */
export const choices = signal({ dispositions: {}, not_ready_reasons: {}, decline_reasons: {} });
const sessionEnds_ms = signal(Infinity);

/** The Bus's state as a person should see it: a brief interruption is none. */
export const shownState = computed(() => {
  const { state, since_ms, wasLive } = connection.value;
  const isCalm = wasLive && state !== "live" && state !== "stopped";
  return isCalm && now.value - since_ms < CALM_MS ? "live" : state;
});

/** The instant at which this log-in ends, in ms, once it is near; else null. */
export const endingAt = computed(() => {
  const ends_ms = sessionEnds_ms.value;
  return ends_ms - now.value < WARN_BEFORE_MS ? ends_ms : null;
});

/** An agent's own work; what all staff may see; a supervisor's whole view. */
export const own = new Store();
export const shared = new Store();
export const board = new Store();

/** @type {Bus | null} */
let current = null;
/** The one Bus, by what the desk needs of it; there is none before somebody is signed in. */
export const bus = {
  now: () => (current ? current.now() : Date.now()),
  command: (type, data, options) => current.command(type, data, options),
  pending: () => current.pending(),
  request: (method, data) => current.request(method, data),
  subscribe: (wanted) => current.subscribe(wanted),
  stop: () => current.stop(),
  typing: (interaction, isTyping) => current.typing?.(interaction, isTyping),
};

const NEVER = () => false;
const listeners = [];
/** @type {{done: Promise<unknown>}} */
const leaving = { done: Promise.resolve() };
const typingListeners = [];
const boardListeners = new Set();

/** Hear every event of an agent's own subscription, after the store has applied it. */
export function onOwnEvent(listener) {
  listeners.push(listener);
}

/** Hear who is writing in an agent's Interactions: ({topic, key, ttl_ms}). */
export function onOwnTyping(listener) {
  typingListeners.push(listener);
}

/**
 * Hear what has changed on a supervisor's board, after the store has it: events, or none.
 * @returns {() => void} Stops it.
 */
export function onBoardChange(listener) {
  boardListeners.add(listener);
  return () => boardListeners.delete(listener);
}

/** Start: ask who is signed in, then follow the bus. */
export async function start(ears) {
  phase.value = { name: "starting" };
  try {
    const settings = await fetchJson(new URL("settings.json", import.meta.url), { method: "GET" });
    principal.value = settings.principal;
    choices.value = withoutOthers(settings);
    open(settings.principal, ears);
    phase.value = { name: "open" };
  } catch (error) {
    if (SIGNED_OUT.includes(error.code)) phase.value = { name: "signed_out" };
    else phase.value = { name: "unreachable", code: error.code, ref: error.ref };
  }
}

// A code that every object has a member for is a code like any other.
function withoutOthers(settings) {
  for (const map of Object.values(settings)) {
    if (map && !Array.isArray(map)) Object.setPrototypeOf(map, null);
  }
  return settings;
}

/** End the session on the server and leave this page's data behind. */
export async function signOut() {
  phase.value = { name: "signed_out" };
  bus.stop();
  leaving.done = fetchJson(new URL("auth/sign-out", MOUNT), { body: {} }).catch(() => {});
  await leaving.done;
}

/** Load the page anew, once the session that is being left is over. */
export async function reload() {
  await leaving.done;
  location.reload();
}

/** Return the display name of a member of staff; their id if it is not known. */
export function staffName(agent) {
  if (!agent) return "";
  const known = shared.agents.get(agent) ?? own.agents.get(agent) ?? board.agents.get(agent);
  return shownName(known?.name) ?? agent;
}

/** Return the display names of all queues that are known, by id. */
export function queueNames() {
  const known = [...shared.queues.all(), ...board.queues.all()].filter(Boolean);
  return Object.fromEntries(known.map(({ id, name }) => [id, shownName(name) ?? id]));
}

/** Return the display name of a queue; its id if it is not known. */
export function queueName(queue) {
  if (!queue) return t("queue.none");
  const { name } = shared.queues.get(queue) ?? board.queues.get(queue) ?? {};
  return shownName(name) ?? queue;
}

async function askToken() {
  const answer = await fetchJson(new URL("auth/bus-token", MOUNT), { body: {} });
  const { token, session_expires: ends } = answer;
  sessionEnds_ms.value = ends ? Date.parse(ends) : Infinity;
  return token;
}

/** `tell` hears what a person should know, `onReplaced` that the own store is another now. */
function open({ id, role, center }, { tell, onReplaced }) {
  rememberFor({ id, center });
  const url = new URL("bus", MOUNT);
  url.protocol = url.protocol.replace("http", "ws");
  const client = { kind: "desk", name: "ccsdk-desk", version: "0.1.0" };
  const outbox = drawer("outbox");
  current = new Bus({ url, client, token: askToken, session: tabSession(), outbox });
  current.onstate = stateChanged;
  setClock(bus.now);
  if (role === "supervisor") followBoard();
  else followWork(id, { tell, onReplaced });
  current.start();
}

function followWork(self, { tell, onReplaced }) {
  own.self = self;
  own.tell = tell;
  follow(own, ["interaction.*.>", `agent.${self}.>`], {
    isUrgent: (event) => URGENT.includes(eventName(event)),
    onApplied: (events) => events.forEach((event) => listeners.forEach((hear) => hear(event))),
    onReplaced,
    onEph: (said) => typingListeners.forEach((hear) => hear(said)),
  });
  follow(shared, [
    "agent.*.AgentDefined",
    "agent.*.AgentPresenceChanged",
    "queue.*.QueueDefined",
    "queue.*.QueueDeleted",
  ]);
}

function followBoard() {
  const tellChange = (events = []) => boardListeners.forEach((hear) => hear(events));
  follow(board, ["interaction.*.>", "agent.*.>", "queue.*.>"], {
    onApplied: tellChange,
    onReplaced: tellChange,
  });
}

/**
 * Keep a store in step with a subscription.
 * @param {Store} store
 * @param {string[]} topics
 * @param {{isUrgent?: (event: object) => boolean, onApplied?: (events: object[]) => void,
 *          onReplaced?: () => void, onEph?: (said: object) => void}} [ears]
 */
function follow(store, topics, { isUrgent = NEVER, onApplied, onReplaced, onEph } = {}) {
  bus.subscribe({
    topics,
    ...(onEph && { eph: true, onEph }),
    from: "snapshot",
    onSnapshot(items, part) {
      const isLast = part.last;
      deliver(() => {
        store.snapshot(items, part);
        if (isLast) onReplaced?.();
      });
    },
    onEvents(events) {
      const change = () => {
        store.apply(events);
        onApplied?.(events);
      };
      if (connection.value.state === "catching_up") caughtUp.value += events.length;
      deliver(change, { isUrgent: events.some(isUrgent) });
    },
    onError(error) {
      phase.value = { name: "stopped", code: error.code, ref: error.ref };
    },
  });
}

function stateChanged(state, detail) {
  const former = connection.value;
  const isLive = state === "live";
  const isTurn = isLive || former.state === "live";
  const since_ms = isTurn ? exactNow() : former.since_ms;
  connection.value = { state, since_ms, wasLive: former.wasLive || isLive };
  if (isTurn) caughtUp.value = 0;
  if (state !== "stopped" || phase.value.name !== "open") return;
  const { closeCode, reason } = detail;
  const isOver = SESSION_OVER.includes(closeCode) || SIGNED_OUT.includes(reason);
  if (isOver) phase.value = { name: "signed_out", wasOpen: true };
  else phase.value = { name: "stopped", code: closeCode === REPLACED ? "replaced" : reason };
}

/**
 * The name of this tab's session: kept over a reload, so that a return is the same session,
 * but not by a duplicate of the tab, which would push the first one off the bus.
 */
function tabSession() {
  const place = "ccsdk-desk:session";
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation")
  );
  const isReload = navigation?.type === "reload";
  const kept = isReload ? sessionStorage.getItem(place) : null;
  const session = kept ?? `se_${uuid7().replaceAll("-", "")}`;
  sessionStorage.setItem(place, session);
  return session;
}

// Grey figures rather than wrong ones: styles look at this.
effect(() => {
  document.documentElement.dataset.connection = shownState.value;
});
