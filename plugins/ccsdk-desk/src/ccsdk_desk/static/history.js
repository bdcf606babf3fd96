// Text by request: what was said in an Interaction, from `history.v1` and then from events.
//
// Snapshots carry no names and no text. Every Interaction that an agent owns, takes part in, asks
// or is asked about or was mentioned in has its newest lines here, a few asked for at a time;
// older ones come when asked for. Of what is parked there is the customer's name and no more.

import { computed, effect, untracked } from "@preact/signals";
import { settle } from "./commands.js";
import { lineOf, merged } from "./lines.js";
import { bus, connection, onOwnEvent, own, principal } from "./session.js";
import { Entities } from "./entities.js";
import { LIVE_OFFERS, eventName } from "./store.js";
import { hasWritten } from "./typing.js";

const LIMIT = 50;
const ASKED_MAX = 4;

/**
 * Per Interaction: {lines, before, state: loading | ready | failed | gone, customer, item, error}.
 * `before` is the version to ask for next, null at the beginning of the history; `item` is the
 * Interaction as it was when its lines were asked for.
 */
export const transcripts = new Entities();

/** What is read beside a consult, as one text: it is another only if they are others. */
const askedAbout = computed(() => {
  const all = own.interactions.all().map((each) => each?.parent ?? "");
  return all.filter(Boolean).join(" ");
});

const EMPTY = { lines: [], before: null, state: "loading", customer: null };

/** Follow the agent's own Interactions: load each, drop what is no longer theirs. */
export function followHistory() {
  onOwnEvent(noteEvent);
  effect(() => {
    const shelves = [own.interactions, own.consults, own.mentions];
    const ids = shelves.flatMap((shelf) => shelf.ids.value);
    if (askedAbout.value) ids.push(...askedAbout.value.split(" "));
    untracked(() => {
      for (const id of ids) if (!transcripts.has(id)) load(id);
      for (const id of transcripts.ids.value) if (!ids.includes(id)) transcripts.remove(id);
    });
  });
  effect(() => {
    if (connection.value.state !== "live") return;
    untracked(() => {
      for (const id of transcripts.ids.value) if (transcripts.get(id).state === "failed") load(id);
    });
  });
  effect(() => {
    const offers = own.offers.all().filter((offer) => LIVE_OFFERS.includes(offer.state));
    untracked(() => offers.filter((offer) => !offer.isAsked).forEach(loadOffer));
  });
}

/** After a reset the log may be another one: nothing of the old text stands; load anew. */
export function forgetTexts() {
  transcripts.replace(new Map());
}

/** Load the newest lines anew. */
export async function load(id) {
  const known = transcripts.get(id);
  transcripts.put(id, { ...EMPTY, customer: known?.customer ?? null, item: known?.item });
  const answer = await ask(id, {});
  if (!answer) return;
  adopt(id, answer.interaction);
  const item = answer.interaction.data;
  take(id, answer, { customer: answer.customer?.personal ?? {}, item, state: "ready" });
}

/** Load the lines before the oldest one. */
export async function loadOlder(id) {
  const { before, isLoadingOlder } = transcripts.get(id);
  if (before === null || isLoadingOlder) return;
  transcripts.patch(id, { isLoadingOlder: true });
  const answer = await ask(id, { before });
  if (answer) take(id, answer, {});
  transcripts.patch(id, { isLoadingOlder: false });
}

let asked = 0;
const waiting = [];

// One who comes back to many Interactions does not ask for all of them at once.
async function turn() {
  if (asked >= ASKED_MAX) await new Promise((go) => waiting.push(go));
  else asked += 1;
}

function leave() {
  const next = waiting.shift();
  if (next) next();
  else asked -= 1;
}

async function ask(id, data) {
  await turn();
  try {
    return await bus.request("history.v1", { interaction: id, limit: LIMIT, ...data });
  } catch (error) {
    if (error.code === "not_found" && isGivenAway(id)) forgetLines(id);
    else if (error.code === "not_found") setGone(id);
    else transcripts.patch(id, { state: "failed", error });
    return null;
  } finally {
    leave();
  }
}

// Of what is released nothing stays; what is nobody's own says that it is gone.
function setGone(id) {
  own.release(id);
  transcripts.patch(id, { state: "gone" });
}

function take(id, { items, before }, change) {
  if (!transcripts.has(id)) return;
  transcripts.patch(id, { ...change, before });
  const first = items.find((event) => eventName(event) === "InteractionReceived");
  if (first) own.change(id, { language: first.data.language });
  add(id, items.map(lineOf).filter(Boolean));
}

function add(id, added) {
  const { lines } = transcripts.get(id);
  transcripts.patch(id, { lines: merged(lines, added) });
  settle(added.map(({ cause }) => cause));
}

// The answer's state is as old as the answer: events that came meanwhile stand.
function adopt(id, { data, version }) {
  const known = own.interaction(id);
  if (!known) return;
  const { entered_at_ms, is_verified } = data;
  const isNewer = known.state === undefined || version >= (known.version ?? 0);
  own.change(id, isNewer ? data : { entered_at_ms, is_verified });
}

// Who gave it away finishes their part of it, and reads nothing more.
function isGivenAway(id) {
  const { state, owner, wrap_up_due_at_ms } = own.interactions.get(id) ?? {};
  const isPart = wrap_up_due_at_ms && owner !== principal.value.id;
  return isPart || (state === "PARKED" && !owner);
}

function forgetLines(id) {
  transcripts.patch(id, { lines: [], before: null, state: "ready" });
}

const JOINING = ["LegStarted", "OwnerChanged"];

/** Take what an event tells of an Interaction whose lines are here. */
export function noteEvent(event) {
  const { interaction, agent } = event;
  if (!interaction || !transcripts.has(interaction)) return;
  // What was read beside a consult, or heard of only so far, is worked on now.
  if (JOINING.includes(eventName(event)) && agent === principal.value.id) load(interaction);
  if (isGivenAway(interaction)) return forgetLines(interaction);
  const line = lineOf(event);
  if (line) add(interaction, [line]);
  if (line?.from) hasWritten(interaction, line.from === "customer" ? "customer" : line.agent);
}

// The addressee of a live Offer may know who waits, and since when, but reads no text.
async function loadOffer({ id, interaction }) {
  own.offers.patch(id, { isAsked: true });
  try {
    const answer = await bus.request("history.v1", { interaction, limit: 1 });
    const { entered_at_ms, is_verified = false, ...facts } = answer.interaction.data;
    const { visit_kind, parent, asker, owner } = facts;
    const customerName = answer.customer?.personal?.name;
    const by = asker ?? owner;
    const known = { entered_at_ms, is_verified, visit_kind, parent, asker, by };
    own.offers.patch(id, { ...known, customerName });
  } catch {
    // The Offer ended meanwhile, or the connection did: its card does without a name.
  }
  own.offers.patch(id, { isNamed: true });
}
