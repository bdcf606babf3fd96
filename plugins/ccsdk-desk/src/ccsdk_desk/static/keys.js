// The keyboard: single keys, never while somebody types, and only while they are wanted.

import { actsOf } from "./acts.js";
import { chosen, isOwn, place, step, wantsShortcuts } from "./desk.js";
import { isTyping } from "./dom.js";
import { perform } from "./lazy.js";
import { openCommands } from "./parts/command-bar.js";
import { openHelp } from "./parts/help.js";
import { acceptOffer, liveOffers } from "./parts/offer.js";
import { phase } from "./session.js";
import { SHORTCUTS } from "./shortcuts.js";
import { toggleWall } from "./wall.js";

const ACTS = {
  help: openHelp,
  accept: () => liveOffers.value.length && acceptOffer(liveOffers.value[0]),
  next: () => step(1),
  previous: () => step(-1),
  reply: () => press("#reply-tab") || focus("#composer"),
  note: () => press("#note-tab"),
  wrap_up: () => (chosen.value?.state === "WRAP_UP" ? focus("#disposition") : press("#end")),
  transfer: () => act("transfer"),
  hold: () => act("hold", "retrieve"),
  wall: toggleWall,
};

/** Follow the keyboard. */
export function followKeys() {
  document.addEventListener("keydown", (event) => {
    // Keys belong to an input method until it has made its characters.
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (phase.value.name !== "open") return;
    const act = isCommandKey(event) ? openCommands : singleKey(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function isCommandKey({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const isHeld = (ctrlKey || metaKey) && !altKey && !shiftKey;
  return isHeld && key.toLowerCase() === "k" && !document.querySelector("dialog:modal");
}

function singleKey({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || !wantsShortcuts.value || isTyping()) return undefined;
  if (document.querySelector("dialog:modal")) return undefined;
  const { view: here } = place.value;
  /** @param {import("./shortcuts.js").Shortcut} shortcut */
  const isMeant = ({ keys, view, isSingle }) => isSingle && keys === key && (view ?? here) === here;
  return ACTS[SHORTCUTS.find(isMeant)?.code];
}

function act(...codes) {
  const able = chosen.value && isOwn(chosen.value.id) ? actsOf(chosen.value) : [];
  const wanted = able.find(({ code }) => codes.includes(code));
  if (wanted) perform(wanted, chosen.value);
}

function focus(selector) {
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
}

function press(selector) {
  const element = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  element?.click();
  return Boolean(element);
}
