// Wall mode: the wallboard alone, in large type, on a screen that stays on for weeks.
//
// The address says so (`#wallboard/wall`), so that a reload or a power cut brings it back;
// full screen and the screen lock need a click and are asked for where there was one.

import { computed, effect } from "@preact/signals";
import { go, place } from "./desk.js";

const WALL = "wall";

/** Whether only the wallboard is shown. */
export const isWall = computed(() => place.value.view === "wallboard" && place.value.id === WALL);

/** @type {WakeLockSentinel | null} */
let lock = null;

/** Show the wallboard alone, or all again. */
export function toggleWall() {
  const isOn = !isWall.value;
  go("wallboard", isOn ? WALL : undefined);
  if (isOn) document.documentElement.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) document.exitFullscreen();
}

/** Keep screen and style in step with the mode. */
export function followWall() {
  effect(() => {
    document.documentElement.toggleAttribute("data-wall", isWall.value);
    if (isWall.value) keepScreenOn();
    else letScreenGo();
  });
  // The browser lets the lock go with every hidden page.
  document.addEventListener("visibilitychange", () => {
    if (isWall.peek() && !document.hidden) keepScreenOn();
  });
  document.addEventListener("fullscreenchange", () => {
    if (isWall.peek() && !document.fullscreenElement) go("wallboard");
  });
}

async function keepScreenOn() {
  if (lock && !lock.released) return;
  try {
    lock = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    lock = null; // Refused, on low battery for one: the screen's own settings decide.
  }
}

function letScreenGo() {
  lock?.release();
  lock = null;
}
