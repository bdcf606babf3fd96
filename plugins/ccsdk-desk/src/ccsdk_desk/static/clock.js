// The server's time, as far as this browser knows it, ticking for what counts down.

import { signal } from "@preact/signals";

let read = Date.now;

/** The instant that timers show, in ms; moves twice a second. */
export const now = signal(read());

/** Take the time from a function, such as one that knows how far this clock is off. */
export function setClock(reading) {
  read = reading;
  now.value = read();
}

/** Return the instant itself, for a decision rather than for a display. */
export function exactNow() {
  return read();
}

setInterval(() => {
  now.value = read();
}, 500);
