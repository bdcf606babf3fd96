// What is over, as a supervisor looks at it: which talks there are, the words of the one that is
// open, and what was written about it.
//
// A board drops what is over, so the list asks for it when it is first wanted, and lets it go
// with its view. Whether words may be read is told by the log itself: who opened a talk since its
// last close.

import { signal } from "@preact/signals";
import { send } from "../commands.js";
import { load, noteEvent, transcripts } from "../history.js";
import { board, bus, onBoardChange, principal } from "../session.js";
import { Store, eventName } from "../store.js";

const TOPICS = ["InteractionClosed", "InteractionReopened", "InteractionForgotten"];
// From these on, more or less may be read than before.
const TURNS = ["ReviewOpened", ...TOPICS];
const WHOLE = { first: true, last: true };

const over = new Store();
/** What went wrong with the list, if anything did. */
export const listError = signal(null);
export const isListed = over.isFilled;

const of = (interaction) => ({ occupies: `review:${interaction}` });

/** Open a closed talk to read it; the log says who did. */
export function openReview(interaction) {
  return send("OpenReview", { interaction }, of(interaction));
}

/** Write about the work of an Agent who talked in it. */
export function addReview(interaction, agent, review) {
  return send("AddReview", { interaction, agent }, { personal: { review }, ...of(interaction) });
}

/** Keep the list of what is over until the returned function is called. */
export function followList() {
  listError.value = null;
  const subscription = bus.subscribe({
    topics: TOPICS.map((name) => `interaction.*.${name}`),
    from: "snapshot",
    onSnapshot(items, part) {
      over.snapshot(items.filter(({ data }) => data.state === "CLOSED"), part);
    },
    onEvents: (events) => events.forEach(noteListed),
    onError(error) {
      listError.value = error;
    },
  });
  return () => {
    subscription.close();
    over.snapshot([], WHOLE);
    over.isFilled.value = false;
  };
}

function noteListed(event) {
  if (eventName(event) === "InteractionClosed") take(event.interaction);
  else over.release(event.interaction);
}

// The event does not say who talked.
async function take(interaction) {
  try {
    const answer = await bus.request("history.v1", { interaction, limit: 1 });
    const { data } = answer.interaction;
    if (data.state === "CLOSED" && over.isFilled.value) over.upsert(interaction, data);
  } catch {
    // It is in the list once that is asked for anew.
  }
}

/** Say whether anything is known of an Interaction, over or not. */
export function isKnown(id) {
  return Boolean(over.interaction(id) ?? board.interaction(id));
}

/**
 * Return the talks that are over, the newest first; consults are part of what they are about.
 * @param {{queue?: string, agent?: string}} filter
 */
export function closedTalks({ queue, agent }) {
  const isMeant = (each) =>
    each &&
    !each.parent &&
    (!queue || each.queue === queue) &&
    (!agent || (each.talked ?? []).includes(agent));
  const newest = (one, other) => (other.closed_at_ms ?? 0) - (one.closed_at_ms ?? 0);
  return over.interactions.all().filter(isMeant).sort(newest);
}

/** Say whether a member of staff has opened it since it was closed last. */
export function isOpened(lines, staff) {
  const since = lines.findLastIndex(({ code }) => code === "reopened") + 1;
  const isTheirs = ({ code, agent }) => code === "review_opened" && agent === staff;
  return lines.slice(since).some(isTheirs);
}

/** Keep the transcript of a closed talk until the returned function is called. */
export function followClosed(id) {
  load(id);
  const deafen = onBoardChange((events) => {
    // The board was replaced whole: who knows what was written meanwhile.
    if (!events.length) load(id);
    for (const event of events) if (event.interaction === id) noteClosed(id, event);
  });
  return () => {
    deafen();
    transcripts.remove(id);
  };
}

function noteClosed(id, event) {
  const name = eventName(event);
  const isMine = name !== "ReviewOpened" || event.agent === principal.value.id;
  if (TURNS.includes(name) && isMine) load(id);
  else noteEvent(event);
}
