// Who is signed in, the one Bus, and the stores that follow it.

import { effect, signal } from "@preact/signals";
import { Bus, fetchJson, uuid7 } from "./ccsdk.js";
import { exactNow, setClock } from "./clock.js";
import { deliver } from "./frames.js";
import { t } from "./i18n.js";
import { drawer, rememberFor } from "./local.js";
import { Store, eventName } from "./store.js";

const MOUNT = new URL("../../", import.meta.url);
const SIGNED_OUT = ["unauthorized", "token_expired", "http_401"];
// Close codes of the bus.
const REPLACED = 4503;
const SESSION_OVER = [4501, 4506];
// What somebody waits for, so that it waits for no paint.
const URGENT = ["OfferMade", "OfferAccepted"];

/**
 * @typedef {object} Phase
 * @property {"starting" | "signed_out" | "unreachable" | "open" | "stopped"} name
 * @property {boolean} [wasOpen] A session has ended under somebody's hands.
 * @property {string} [code] Why it is unreachable or has stopped.
 * @property {string} [ref] Where the server's log tells more.
 */

/** Where the page stands. @type {import("@preact/signals").Signal<Phase>} */
export const phase = signal({ name: "starting" });
/** {id, role, center} of the one who is signed in, or null. */
export const principal = signal(null);
/** The Bus's state, and since when it has not been live. */
export const connection = signal({ state: "connecting", since_ms: Date.now() });
/** What the center's settings offer to choose from: code to words. */
export const choices = signal({ dispositions: {}, not_ready_reasons: {}, decline_reasons: {} });

/** An agent's own work; what all staff may see; a supervisor's whole view. */
export const own = new Store();
export const shared = new Store();
export const board = new Store();
/** The one Bus; there is none before somebody is known to be signed in. */
export let bus = null;

const NEVER = () => false;
const listeners = [];

/** Hear every event of an agent's own subscription, after the store has applied it. */
export function onOwnEvent(listener) {
  listeners.push(listener);
}

/** Start: ask who is signed in, then follow the bus. */
export async function start(ears) {
  phase.value = { name: "starting" };
  try {
    const settings = await fetchJson(new URL("settings.json", import.meta.url), { method: "GET" });
    principal.value = settings.principal;
    choices.value = settings;
    open(settings.principal, ears);
    phase.value = { name: "open" };
  } catch (error) {
    if (SIGNED_OUT.includes(error.code)) phase.value = { name: "signed_out" };
    else phase.value = { name: "unreachable", code: error.code, ref: error.ref };
  }
}

/** End the session on the server and leave this page's data behind. */
export async function signOut() {
  phase.value = { name: "signed_out" };
  bus.stop();
  await fetchJson(new URL("auth/sign-out", MOUNT), { body: {} }).catch(() => {});
}

/** Return the display name of a member of staff; their id if it is not known. */
export function staffName(agent) {
  if (!agent) return "";
  const known = shared.agents.get(agent) ?? own.agents.get(agent) ?? board.agents.get(agent);
  return known?.name ?? agent;
}

/** Return the display name of a queue; its id if it is not known. */
export function queueName(queue) {
  if (!queue) return t("queue.none");
  return shared.queues.get(queue)?.name ?? board.queues.get(queue)?.name ?? queue;
}

async function askToken() {
  const { token } = await fetchJson(new URL("auth/bus-token", MOUNT), { body: {} });
  return token;
}

/** `tell` hears what a person should know, `onReplaced` that the own store is another now. */
function open({ id, role, center }, { tell, onReplaced }) {
  rememberFor({ id, center });
  const url = new URL("bus", MOUNT);
  url.protocol = url.protocol.replace("http", "ws");
  const client = { kind: "desk", name: "ccsdk-desk", version: "0.1.0" };
  const outbox = drawer("outbox");
  bus = new Bus({ url, client, token: askToken, session: tabSession(), outbox });
  bus.onstate = stateChanged;
  setClock(() => bus.now());
  if (role === "supervisor") followBoard();
  else followWork(id, { tell, onReplaced });
  bus.start();
}

function followWork(self, { tell, onReplaced }) {
  own.self = self;
  own.tell = tell;
  follow(own, ["interaction.*.>", `agent.${self}.>`], {
    isUrgent: (event) => URGENT.includes(eventName(event)),
    onApplied: (events) => events.forEach((event) => listeners.forEach((hear) => hear(event))),
    onReplaced,
  });
  follow(shared, ["agent.*.AgentDefined", "agent.*.AgentPresenceChanged", "queue.*.QueueDefined"]);
}

function followBoard() {
  follow(board, ["interaction.*.>", "agent.*.>", "queue.*.>"]);
}

/**
 * Keep a store in step with a subscription.
 * @param {Store} store
 * @param {string[]} topics
 * @param {{isUrgent?: (event: object) => boolean, onApplied?: (events: object[]) => void,
 *          onReplaced?: () => void}} [ears]
 */
function follow(store, topics, { isUrgent = NEVER, onApplied, onReplaced } = {}) {
  bus.subscribe({
    topics,
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
      deliver(change, { isUrgent: events.some(isUrgent) });
    },
    onError(error) {
      phase.value = { name: "stopped", code: error.code, ref: error.ref };
    },
  });
}

function stateChanged(state, detail) {
  const { since_ms } = connection.value;
  const isLive = state === "live";
  const wasLive = connection.value.state === "live";
  connection.value = { state, since_ms: isLive || wasLive ? exactNow() : since_ms };
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
  document.documentElement.dataset.connection = connection.value.state;
});
