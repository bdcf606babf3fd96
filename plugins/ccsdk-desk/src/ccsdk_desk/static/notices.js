// Short sentences about what has just happened, and when they go away.

import { signal } from "@preact/signals";

const SHOWN_MS = 8_000;
const NOTICES_MAX = 4;

/**
 * @typedef {object} Notice
 * @property {number} id
 * @property {string} text
 * @property {"info" | "warning" | "error"} tone
 * @property {{words: string, run: () => void}} [act] What can be done about it.
 */

/** Newest last. @type {import("@preact/signals").Signal<Notice[]>} */
export const notices = signal([]);

let ids = 0;

/**
 * Show a sentence; a warning or an error stays until it is dismissed.
 * @param {string} text
 * @param {Notice["tone"]} [tone]
 * @param {Notice["act"]} [act]
 */
export function notify(text, tone = "info", act = undefined) {
  ids += 1;
  const id = ids;
  const kept = notices.value.filter((notice) => notice.text !== text);
  notices.value = [...kept, { id, text, tone, act }].slice(-NOTICES_MAX);
  if (tone === "info") setTimeout(() => dismiss(id), SHOWN_MS);
}

/** Take a notice away. */
export function dismiss(id) {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}
