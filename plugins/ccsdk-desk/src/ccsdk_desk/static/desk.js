// What an agent has open on this screen: the chosen Interaction, pins, what is read.

import { computed, effect, signal, untracked } from "@preact/signals";
import { now } from "./clock.js";
import { busy, completeWrapUp, confirmConnected, dropReleased, logIn } from "./commands.js";
import { formOf, retainDrafts } from "./drafts.js";
import { t } from "./i18n.js";
import { transcripts } from "./history.js";
import { lastMention, unreadCount } from "./lines.js";
import { forgetPanels, forgetText, remembered } from "./local.js";
import { shownName } from "./names.js";
import { own, phase, principal, shared, staffName } from "./session.js";

const SAVE_BEFORE_MS = 2_500;
// Nobody chooses a day so far away; what waits for its customer is parked for longer.
const OPEN_MS = 200 * 24 * 3_600_000;

/** The Interaction that opens, with its field in focus, as soon as it is the agent's. */
export const focusAsked = signal(null);

export const pins = remembered("pins", []);
/** The version up to which each Interaction was read here. */
const reads = remembered("reads", {});
/** Of each mention that was put away, the version of its note: a newer one shows again. */
const dismissed = remembered("dismissed", {});
export const wantsSound = remembered("sound", true);
export const wantsShortcuts = remembered("shortcuts", true);
/** How often each disposition was chosen, so that the usual ones come first. */
export const dispositionUse = remembered("dispositions", {});

/** The view's and the chosen Interaction's name, from the address: `#work/in_7`. */
export const place = signal(readPlace());
export const isVisible = signal(!document.hidden);

addEventListener("hashchange", () => {
  place.value = readPlace();
});
document.addEventListener("visibilitychange", () => {
  isVisible.value = !document.hidden;
});

function readPlace() {
  const [view, id] = location.hash.slice(1).split("/");
  return { view, id: id ? decoded(id) : undefined };
}

// Anybody can make a link that leads here.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Go to a view, or to an Interaction in it. */
export function go(view, id) {
  location.hash = id ? `${view}/${encodeURIComponent(id)}` : view;
  place.value = readPlace();
}

/** The agent's own Interactions in list order: pinned ones first, then as they came in. */
export const rows = computed(() => {
  const all = own.interactions.all().filter((each) => each && !isParked(each)).sort(byEntry);
  const isPinned = ({ id }) => pins.value.includes(id);
  return [...all.filter(isPinned), ...all.filter((each) => !isPinned(each))];
});

/** What the agent has laid aside; what goes on first comes first. */
export const parked = computed(() =>
  own.interactions
    .all()
    .filter((each) => each && isParked(each))
    .sort((one, other) => one.parked_until_ms - other.parked_until_ms),
);

function isParked({ state }) {
  return state === "PARKED";
}

/** Everything in the list, from its top. */
const listed = computed(() => [...rows.value, ...parked.value, ...mentions.value]);

function byEntry({ entered_at_ms: one = Infinity }, { entered_at_ms: other = Infinity }) {
  return one === other ? 0 : one - other;
}

/** The Interactions of others that a note mentions the agent in; the newest mention first. */
export const mentions = computed(() => {
  const all = own.mentions.all().filter((each) => each && !isDismissed(each.id));
  return all.sort((one, other) => mentionOf(other.id).at_ms - mentionOf(one.id).at_ms);
});

/** The chosen Interaction, if it is the agent's or they may read it. */
export const chosen = computed(() =>
  listed.value.find(({ id }) => id === place.value.id),
);

/** Say whether an Interaction is the agent's to work on, rather than one they may read. */
export function isOwn(id) {
  return own.interactions.has(id);
}

/** Say whether its words may be read: not those of what was laid aside or given away. */
export function isRead({ id, state, owner }) {
  const isUnfinished = state === "PARKED" || state === "WRAP_UP";
  return !isOwn(id) || owner === principal.value.id || !isUnfinished;
}

/** Say whether something was parked for so long that only its customer brings it back. */
export function isParkedOpenly({ parked_until_ms }) {
  return parked_until_ms - now.value > OPEN_MS;
}

/** Return the newest note that mentions the agent; one at the epoch where none is known. */
export function mentionOf(id) {
  const lines = transcripts.get(id)?.lines ?? [];
  return lastMention(lines, principal.value?.id) ?? { version: 0, at_ms: 0 };
}

/** Say whether the agent has not yet looked at the newest note that mentions them. */
export function isMentionNew(id) {
  return mentionOf(id).version > (reads.value[id] ?? 0);
}

/** Put a mention away until the agent is mentioned there again. */
export function dismissMention(id) {
  dismissed.value = withEntry(dismissed.value, id, mentionOf(id).version);
}

function isDismissed(id) {
  return mentionOf(id).version <= (dismissed.value[id] ?? -1);
}

/** Say whether an Interaction is open and somebody can see it. */
export function isInFront(id) {
  return isVisible.value && chosen.value?.id === id;
}

/** Move the choice by a number of rows. */
export function step(by) {
  const ids = listed.value.map(({ id }) => id);
  if (!ids.length) return;
  const at = ids.indexOf(place.value.id);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1);
  go("work", ids[next]);
}

/** The agent, as the log has them: {presence, reason, since_ms, slots, name}. */
export const me = computed(() => own.agents.get(principal.value?.id) ?? {});

/** The queues from which the agent may pick by themselves. */
export const pickedFrom = computed(() => {
  const { queues = [] } = me.value;
  const isPulled = ({ id, mode = "push" }) => mode !== "push" && queues.includes(id);
  return shared.queues.all().filter((each) => each && isPulled(each));
});

/** How many of the slots of each channel are taken by work and Offers. */
export const used = computed(() => {
  const counts = {};
  for (const { channel } of [...rows.value, ...own.offers.all().filter(Boolean)]) {
    counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return counts;
});

/** Return what a customer is called on this screen. */
export function customerName(id, name) {
  return shownName(name) ?? t("customer.unnamed", { mark: (id ?? "").slice(-4).toUpperCase() });
}

/** Return what an Interaction is called: by its customer, a consult by who asks about them. */
export function titleOf({ id, customer, asker }) {
  const name = customerName(customer, transcripts.get(id)?.customer?.name);
  return asker ? t("consult.title", { asker: staffName(asker), name }) : name;
}

/** Count the messages of an Interaction, and of its consult, that were not read on this screen. */
export function unread(id) {
  const { child } = own.interactions.get(id) ?? {};
  return unreadIn(id) + (child ? unreadIn(child) : 0);
}

function unreadIn(id) {
  const lines = transcripts.get(id)?.lines ?? [];
  return unreadCount(lines, reads.value[id] ?? 0, principal.value?.id);
}

/** Return a map with one entry changed, or taken out if it is empty. */
export function withEntry(map, id, value) {
  const { [id]: _, ...others } = map;
  return value === undefined || value === "" ? others : { ...others, [id]: value };
}

/** Pin an Interaction to the top of the list, or let it go. */
export function togglePin(id) {
  const { value } = pins;
  pins.value = value.includes(id) ? value.filter((other) => other !== id) : [...value, id];
}

/** Leave nothing of this person's text in the browser. */
export function forgetAll() {
  forgetText(["draft", "mode", "form", "review", "pins", "reads", "dismissed", "outgoing"]);
  forgetPanels();
}

/** Forget what this screen kept of Interactions that are not the agent's any more. */
export function forgetReleased() {
  const isShown = (id) => Boolean(own.interaction(id));
  retainDrafts(isShown);
  for (const kept of [reads, dismissed]) {
    const gone = Object.keys(kept.value).filter((id) => !isShown(id));
    for (const id of gone) kept.value = withEntry(kept.value, id, undefined);
  }
  dropReleased();
  pins.value = pins.value.filter(isOwn);
}

/** Keep the screen in step with the agent's own work. */
export function followWork() {
  let former = [];
  effect(() => {
    const shelves = [own.interactions, own.consults, own.mentions];
    const ids = shelves.flatMap((shelf) => shelf.ids.value);
    const isReleased = own.isFilled.value && former.some((id) => !ids.includes(id));
    former = ids;
    if (isReleased) untracked(forgetReleased);
  });
  effect(openAccepted);
  effect(markRead);
  effect(confirmAccepted);
  effect(saveBeforeExpiry);
  effect(logInOnce);
}

function openAccepted() {
  const id = focusAsked.value;
  if (id && own.interactions.get(id)) untracked(() => place.value.id !== id && go("work", id));
}

function markRead() {
  const { id, child } = chosen.value ?? {};
  if (!isVisible.value) return;
  for (const each of [id, child]) if (each) markReadIn(each);
}

function markReadIn(id) {
  const newest = transcripts.get(id)?.lines.at(-1)?.version ?? 0;
  untracked(() => {
    if ((reads.value[id] ?? 0) < newest) reads.value = withEntry(reads.value, id, newest);
  });
}

const confirmed = new Set();

// A chat is connected when it is in front of the agent; who is called back says so themselves.
function confirmAccepted() {
  for (const { id, state, visit_kind, legs } of rows.value) {
    const isDialed = state === "CONNECTING" && visit_kind !== "callback";
    if (!isDialed && !isJoining(legs)) confirmed.delete(id);
    else if (transcripts.get(id)?.state === "ready" && !confirmed.has(id)) {
      confirmed.add(id);
      untracked(() => confirmConnected(id));
    }
  }
}

function isJoining(legs = []) {
  return legs.some(({ who, state }) => who === principal.value.id && state === "DIALING");
}

let isLoggedInHere = false;

// Whoever signs in at a desk comes to work: the first snapshot logs them in, NOT_READY.
function logInOnce() {
  if (isLoggedInHere || phase.value.name !== "open" || !own.isFilled.value) return;
  isLoggedInHere = true;
  if (me.value.presence === "LOGGED_OUT") untracked(logIn);
}

const saved = new Set();

// The engine ends a wrap-up when its time is over; what stands in its form is saved before.
function saveBeforeExpiry() {
  for (const { id, state, wrap_up_due_at_ms } of rows.value) {
    const isDue = state === "WRAP_UP" && now.value >= wrap_up_due_at_ms - SAVE_BEFORE_MS;
    if (state !== "WRAP_UP") saved.delete(id);
    if (!isDue || saved.has(id)) continue;
    saved.add(id);
    untracked(() => {
      const form = formOf(id);
      const isFilled = form.disposition || form.note;
      if (isFilled && !busy.value.has(`wrap_up:${id}`)) completeWrapUp(id, form);
    });
  }
}
