// Events to lines: what of an Interaction's history a person reads, and in which words.

import { eventName } from "./store.js";

/**
 * @typedef {object} Line
 * @property {number} version Counts the Interaction's events; with it, the line's identity.
 * @property {number} at_ms
 * @property {string} [cause] The key of the command that led to it.
 * @property {"message" | "activity"} kind
 * @property {"customer" | "agent"} [from] Who wrote a message.
 * @property {string} [text] A message's text; absent if it was erased.
 * @property {string} [code] An activity's code, for the words.
 * @property {string} [agent]
 * @property {string} [queue]
 */

/** Which events are told as one quiet line, and under which code. */
const ACTIVITIES = {
  InteractionQueued: ({ visit_kind }) => (visit_kind === "requeue" ? "queued_again" : "queued"),
  InteractionAnswered: () => "answered",
  InteractionRequeued: () => "requeued",
  OfferExpired: () => "offer_expired",
  OfferDeclined: () => "offer_declined",
  ConnectFailed: () => "connect_failed",
  LegLost: () => "leg_lost",
  InteractionEnded: ({ by }) => `ended_by_${by}`,
};

const AUTHORS = { MessageReceived: "customer", MessageSent: "agent" };

/** @returns {Line | null} The line of an event, or nothing where there is none to read. */
export function lineOf(event) {
  const name = eventName(event);
  const { version, cause, agent, queue } = event;
  const line = { version, at_ms: Date.parse(event.time), cause, agent, queue };
  if (AUTHORS[name]) {
    return { ...line, kind: "message", from: AUTHORS[name], text: event.personal?.text };
  }
  const code = ACTIVITIES[name]?.(event.data ?? {});
  return code ? { ...line, kind: "activity", code, ...activityFacts(name, event) } : null;
}

function activityFacts(name, event) {
  return name === "InteractionAnswered" ? { wait_ms: event.data.wait_ms } : {};
}

/** Merge lines into sorted lines; of two with one version the newer copy stands. */
export function merged(lines, added) {
  const byVersion = new Map(lines.map((line) => [line.version, line]));
  for (const line of added) byVersion.set(line.version, line);
  return [...byVersion.values()].sort((one, other) => one.version - other.version);
}

/** Return the instant since which the customer waits for a reply, or nothing. */
export function unansweredSince(lines) {
  let since;
  for (const line of lines) {
    if (line.kind !== "message") continue;
    if (line.from === "agent") since = undefined;
    else since ??= line.at_ms;
  }
  return since;
}

/** Return the instant of the last answer, or nothing where it stands further back. */
export function answeredAt(lines) {
  return lines.findLast((line) => line.code === "answered")?.at_ms;
}

/** Count the customer's messages behind a version. */
export function unreadCount(lines, version) {
  return lines.filter((line) => line.from === "customer" && line.version > version).length;
}

/** Return the newest message, or nothing. */
export function lastMessage(lines) {
  return lines.findLast((line) => line.kind === "message");
}
