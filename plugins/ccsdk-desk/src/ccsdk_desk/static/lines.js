// Events to lines: what of an Interaction's history a person reads, and in which words.

import { eventName } from "./store.js";

/**
 * @typedef {object} File
 * @property {string} file Its id.
 * @property {string} media
 * @property {number} bytes
 * @property {string} [name] Absent if it was erased.
 * @property {number} [order] Its place in a draft.
 */

/**
 * @typedef {object} Line
 * @property {number} version Counts the Interaction's events; with it, the line's identity.
 * @property {number} at_ms
 * @property {string} [cause] The key of the command that led to it.
 * @property {"message" | "note" | "whisper" | "review" | "activity"} kind
 * @property {"customer" | "agent"} [from] Who wrote a message.
 * @property {string} [text] A message's or a note's text; absent if there is none any more.
 * @property {File[]} [files] What a message brought.
 * @property {string[]} [mentions] The Agents that a note mentions.
 * @property {string} [code] An activity's code, for the words.
 * @property {string} [agent]
 * @property {string} [staff] What the writer is called, where the event says so.
 * @property {string} [by] Who wrote a review of the agent's work.
 * @property {string} [offer] Which Offer led to an answer.
 * @property {string} [queue]
 * @property {string} [to] A channel.
 */

/** Which events are told as one quiet line, and under which code. */
const ACTIVITIES = {
  InteractionQueued: ({ visit_kind }) => (visit_kind === "requeue" ? "queued_again" : "queued"),
  InteractionAnswered: () => "answered",
  InteractionRequeued: () => "requeued",
  OfferExpired: () => "offer_expired",
  OfferDeclined: () => "offer_declined",
  ConnectFailed: () => "connect_failed",
  InteractionTransferred: ({ by }) => (by === "supervisor" ? "reassigned" : "transferred"),
  InteractionParked: () => "parked",
  InteractionResumed: () => "resumed",
  OwnerChanged: () => "owner_changed",
  CustomerHeld: () => "held",
  CustomerRetrieved: () => "retrieved",
  HoldFailed: () => "hold_failed",
  ConsultStarted: () => "consult_started",
  ChannelElevationStarted: () => "elevation_started",
  ChannelElevated: () => "elevated",
  ChannelElevationFailed: () => "elevation_failed",
  LegLost: () => "leg_lost",
  InteractionEnded: ({ by }) => `ended_by_${by}`,
  LegStarted: startedAs,
  InteractionReopened: () => "reopened",
  ReviewOpened: () => "review_opened",
};

const AUTHORS = {
  MessageReceived: "customer",
  MessageSent: "agent",
  MessageWhispered: "agent",
  NoteAdded: "agent",
  ReviewAdded: "agent",
};

function startedAs({ party, role }) {
  if (party === "supervisor") return `supervisor_${role}`;
  return role === "member" ? "joined" : "";
}

/** @returns {Line | null} The line of an event, or nothing where there is none to read. */
export function lineOf(event) {
  const name = eventName(event);
  const { version, cause, agent, queue } = event;
  const line = { version, at_ms: Date.parse(event.time), cause, agent, queue };
  if (AUTHORS[name]) return { ...line, from: AUTHORS[name], ...wordsOf(name, event) };
  const code = ACTIVITIES[name]?.(event.data ?? {});
  if (!code) return null;
  const { staff } = event.personal ?? {};
  return { ...line, kind: "activity", code, staff, ...activityFacts(name, event) };
}

/**
 * @param {string} name
 * @param {{data?: any, personal?: any}} event
 * @returns {{kind: "message" | "note" | "whisper" | "review", by?: string, text?: string,
 *   staff?: string, mentions?: string[], files?: any[]}}
 */
function wordsOf(name, { data = {}, personal = {} }) {
  if (name === "NoteAdded") {
    return { kind: "note", text: personal.note, mentions: data.mentions ?? [] };
  }
  if (name === "ReviewAdded") {
    return { kind: "review", by: data.by, text: personal.review, staff: personal.staff };
  }
  const names = personal.file_names ?? [];
  const files = (data.files ?? []).map((file, at) => ({ ...file, name: names[at] }));
  const kind = name === "MessageWhispered" ? "whisper" : "message";
  return { kind, text: personal.text, staff: personal.staff, files };
}

/** @param {string} name @param {any} event */
function activityFacts(name, { offer, data = {} }) {
  return name === "InteractionAnswered" ? { wait_ms: data.wait_ms, offer } : { to: data.to };
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

/**
 * Count what others than an Agent wrote behind a version: the customer, or colleagues.
 * Whoever has answered has read what came before, whichever screen it was on.
 */
export function unreadCount(lines, version, self) {
  const isOwn = (line) => line.kind !== "activity" && line.agent && line.agent === self;
  const seen = Math.max(version, lines.findLast(isOwn)?.version ?? 0);
  const isNew = ({ kind, from, agent }) =>
    kind !== "activity" && (from === "customer" || agent !== self);
  return lines.filter((line) => line.version > seen && isNew(line)).length;
}

/** Return the newest message or note, or nothing. */
export function lastWritten(lines) {
  return lines.findLast((line) => line.kind !== "activity");
}

/** Return the newest note that mentions an Agent, or nothing. */
export function lastMention(lines, agent) {
  return lines.findLast((line) => line.kind === "note" && line.mentions.includes(agent));
}
