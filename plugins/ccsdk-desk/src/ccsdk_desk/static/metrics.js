// The wallboard's figures: asked for with `metrics.v1` when something has changed, at most
// every two seconds; once a minute in any case, because the windows slide. What waits now is
// not asked for: it stands in the board's own store.

import { computed, effect, signal, untracked } from "@preact/signals";
import { remembered } from "./local.js";
import { board, bus, connection, onBoardChange } from "./session.js";
import { WAITING_STATES } from "./store.js";

const EVERY_MS = 2_000;
const AT_LEAST_EVERY_MS = 60_000;

/**
 * @typedef {object} Measure
 * @property {number} version
 * @property {string} [profile]
 * @property {number | null} value
 * @property {"percent" | "ms"} unit
 * @property {number} numerator
 * @property {number} denominator
 * @property {boolean} matured
 * @property {number} [target_ms]
 */

/**
 * @typedef {object} Shown
 * @property {"loading" | "ready" | "failed"} state Failed: `data` is the last that came.
 * @property {any} data The answer of `metrics.v1`, or null.
 * @property {any} [error]
 */

export const WINDOWS = ["today", "last_30_min"];
/** The chosen window, kept for this person. */
export const chosenWindow = remembered("window", WINDOWS[0], (name) => WINDOWS.includes(name));

/** @type {import("@preact/signals").Signal<Shown>} */
export const metrics = signal({ state: "loading", data: null });

/** What waits in each queue, the longest first. */
export const waitingByQueue = computed(() => {
  const all = board.interactions.all().filter((each) => WAITING_STATES.includes(each?.state));
  const sorted = all.sort((one, other) => (one.entered_at_ms ?? 0) - (other.entered_at_ms ?? 0));
  return Map.groupBy(sorted, ({ queue }) => queue);
});

let isWanted = false;
let isAsking = false;
let isDue = false;
let askedAt = -Infinity;
let timer = null;

/** Keep the figures fresh until the returned function is called. */
export function followMetrics() {
  isWanted = true;
  const slide = setInterval(changed, AT_LEAST_EVERY_MS);
  document.addEventListener("visibilitychange", plan);
  const stop = effect(() => {
    const isLive = connection.value.state === "live";
    if (chosenWindow.value && isLive) untracked(refresh);
  });
  return () => {
    isWanted = false;
    clearInterval(slide);
    clearTimeout(timer);
    timer = null;
    document.removeEventListener("visibilitychange", plan);
    stop();
  };
}

/** Ask for the figures at once. */
export function refresh() {
  askedAt = -Infinity;
  changed();
}

/** Choose the window; what is shown is of the former one until the answer is here. */
export function chooseWindow(name) {
  metrics.value = { state: "loading", data: null };
  chosenWindow.value = name;
}

/**
 * Ask how a figure came about.
 * @param {{measure: string, queue?: string, agent?: string}} wanted
 */
export function explain(wanted) {
  return bus.request("explain.v1", { ...wanted, window: chosenWindow.value });
}

function changed() {
  isDue = true;
  plan();
}

// One request at a time, and none for a page that nobody sees or without a line.
function plan() {
  const canAsk = !document.hidden && connection.value.state === "live";
  clearTimeout(timer);
  if (!isDue || !isWanted || isAsking || !canAsk) return;
  timer = setTimeout(ask, Math.max(0, askedAt + EVERY_MS - performance.now()));
}

async function ask() {
  const window = chosenWindow.value;
  isDue = false;
  isAsking = true;
  askedAt = performance.now();
  try {
    take(window, { state: "ready", data: await bus.request("metrics.v1", { window }) });
  } catch (error) {
    // Without a line there is no answer to fail; it is asked anew once the line is back.
    if (error.code === "offline") isDue = true;
    else take(window, { state: "failed", data: metrics.value.data, error });
  }
  isAsking = false;
  plan();
}

function take(window, shown) {
  if (window === chosenWindow.value) metrics.value = shown;
}

onBoardChange(changed);
