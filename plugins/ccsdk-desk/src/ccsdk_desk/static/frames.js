// When what the bus says reaches the signals.
//
// Visible: what arrives is gathered and applied once per animation frame, in one batch.
// Hidden: browsers stop animation frames and throttle timers, so every frame of the bus is
// applied in its own message handler, and what was gathered when the page is hidden or shown.

import { batch } from "@preact/signals";

let gathered = [];
let isScheduled = false;

/**
 * Apply a change now or with the next animation frame, in the order given.
 * @param {() => void} change
 * @param {{isUrgent?: boolean}} [options] Urgent work, such as an Offer, waits for no paint.
 */
export function deliver(change, { isUrgent = false } = {}) {
  gathered.push(change);
  if (document.hidden || isUrgent) {
    applyGathered();
  } else if (!isScheduled) {
    isScheduled = true;
    requestAnimationFrame(applyGathered);
  }
}

function applyGathered() {
  isScheduled = false;
  const changes = gathered;
  gathered = [];
  batch(() => {
    for (const change of changes) change();
  });
}

document.addEventListener("visibilitychange", applyGathered);
