// Times that move by themselves; each is a leaf, so that only its text is drawn again.

import { now } from "../clock.js";
import { html } from "../dom.js";
import { duration } from "../i18n.js";

/** How long it has been since an instant. */
export function Elapsed({ from }) {
  return html`<span class="timer">${duration(now.value - from)}</span>`;
}

/** How long it is until an instant, to the nearest second. */
export function Remaining({ until }) {
  return html`<span class="timer">${duration(until - now.value + 500)}</span>`;
}

/** A bar that runs out from `from` to `until`. */
export function Countdown({ from, until, label }) {
  const whole = Math.max(until - from, 1);
  const left = Math.max(0, Math.min(whole, until - now.value));
  return html`<progress
    class=${left < whole / 3 ? "countdown late" : "countdown"}
    max=${whole}
    value=${left}
    aria-label=${label}
  ></progress>`;
}
