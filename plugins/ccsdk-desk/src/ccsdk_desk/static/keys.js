// Single keys, never while somebody types, and only while they are wanted.

import { chosen, place, step, wantsShortcuts } from "./desk.js";
import { isTyping } from "./dom.js";
import { openHelp } from "./parts/help.js";
import { acceptOffer, liveOffers } from "./parts/offer.js";

const KEYS = {
  a: () => liveOffers.value.length && acceptOffer(liveOffers.value[0]),
  j: () => step(1),
  k: () => step(-1),
  r: () => focus("#composer"),
  e: () => (chosen.value?.state === "WRAP_UP" ? focus("#disposition") : press("#end")),
  "?": () => openHelp(),
};

/** Follow the keyboard. */
export function followKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!wantsShortcuts.value || isTyping() || document.querySelector("dialog:modal")) return;
    if (place.value.view !== "work" || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

function focus(selector) {
  document.querySelector(selector)?.focus();
}

function press(selector) {
  document.querySelector(selector)?.click();
}
