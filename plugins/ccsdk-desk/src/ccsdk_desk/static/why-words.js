// Explanations in sentences: codes and numbers of `why.v1` in, words out.
//
// What keeps somebody from work is one phrase, whoever it is said of and of however many, so
// that a group of Agents, a line of Interactions and a single one need no grammar of their own.

import { duration, instantOf, named, t, timeOfDay } from "./i18n.js";
import { choices, queueName, staffName } from "./session.js";

/**
 * @typedef {object} Group
 * @property {string} words
 * @property {string[]} [agents] Who is meant.
 * @property {string[]} [rows] Which Interactions are meant.
 */

/**
 * @typedef {object} Told
 * @property {string[]} lines The answer first.
 * @property {string} [heading] What the groups are.
 * @property {Group[]} groups
 * @property {string} note As of when, and where the log has it.
 */

/**
 * Say an explanation to a reader.
 * @param {any} answer
 * @param {{id: string, role: string}} reader
 * @returns {Told}
 */
export function told(answer, reader) {
  return TELLERS[answer.of](answer, reader);
}

/** Return the question that is answered. */
export function titleOf({ offer, agent }, reader) {
  if (offer) return t("why.title.offer");
  if (!agent) return t("why.title.interaction");
  return agent === reader.id ? t("why.title.me") : t("why.title.agent", { name: staffName(agent) });
}

const TELLERS = { offer: ofOffer, interaction: ofInteraction, agent: ofAgent };

// --- what keeps somebody from work ---------------------------------------------------------

/** Say the first condition that failed; of none, that nothing does. */
export function conditionWords({ failed, facts = {} }) {
  return t(`why.failed.${conditionKey(failed, facts)}`, shownFacts(facts));
}

function conditionKey(failed, facts) {
  if (!failed) return "nothing";
  if (failed === "member" && facts.only) return "only";
  if (failed === "capacity" && facts.load !== undefined) return "load";
  if (failed === "presence" && facts.presence === "LOGGED_OUT") return "logged_out";
  return failed;
}

/** @param {{[name: string]: any}} facts */
function shownFacts({ queue, only, skill, needs, reason, channel, by, delay_ms }) {
  return {
    queue: queueName(queue),
    only: staffName(only),
    skill,
    needs,
    why: choices.value.not_ready_reasons[reason] ?? named("presence.reason", reason),
    channel: named("channel", channel),
    by: named("channel", by),
    delay: duration(delay_ms ?? 0),
  };
}

/** Group verdicts by what is said of them; who came nearest stands first. */
function grouped(verdicts, key) {
  const found = Map.groupBy(verdicts.toReversed(), (each) => conditionWords(each));
  return [...found].map(([why, some]) => ({
    words: t(key, { count: some.length, why }),
    agents: some.map(({ agent }) => agent),
  }));
}

// Only the numbers of a colleague are an agent's business, not who is at lunch.
function forReader(groups, reader) {
  return reader.role === "supervisor" ? groups : groups.map(({ words }) => ({ words }));
}

function noteOf({ at_ms, position, receipt }) {
  const { position: decided = position } = receipt ?? {};
  return t("why.note", { time: instantOf(at_ms), position: decided });
}

// --- why an Offer was made -----------------------------------------------------------------

function ofOffer(answer, reader) {
  const { receipt, ahead, agents, agent, skills = [] } = answer;
  const { skilled, ready, free, winner, loser } = receipt;
  const whom = agent === reader.id ? "me" : "them";
  const all = { count: free ?? 0, skills: skills.join(", ") };
  const values = {
    name: staffName(agent),
    other: staffName(loser?.agent),
    wait: duration(answer.at_ms - winner.idle_from_ms),
    who: t(skills.length ? "why.who_skilled" : "why.who", all),
    rank: winner.rank,
    score: winner.score,
  };
  const lines = [t(`why.offer.${basis(answer)}.${whom}`, values)];
  if (loser) lines.push(t("why.offer.next", values));
  if (skilled !== undefined) lines.push(t("why.offer.counts", { skilled, ready, free }));
  lines.push(...aheadLines(ahead));
  const others = agents.filter((each) => each.agent !== agent && each.failed);
  const groups = forReader(grouped(others, "why.group"), reader);
  return { lines, heading: t("why.others"), groups, note: noteOf(answer) };
}

/** Return by what the choice fell: the first in which the winner and the next one differ. */
function basis({ receipt, strategy }) {
  const { reason, seed, winner, loser, free } = receipt;
  if (reason !== "matched") return reason;
  if (seed !== undefined) return "drawn";
  if (!loser) return free === 1 ? "only" : "among";
  if (winner.priority !== loser.priority) return "priority";
  if (winner.rank !== loser.rank) return RANKS[strategy] ?? "fewest";
  return winner.idle_from_ms === loser.idle_from_ms ? "equal" : "idle";
}

const RANKS = { round_robin: "turn", least_loaded: "load", best_skill: "skill" };

function aheadLines(ahead) {
  if (!ahead.length) return [t("why.offer.first")];
  const found = Map.groupBy(ahead, (each) => conditionWords(each));
  return [...found].map(([why, some]) => t("why.offer.ahead", { count: some.length, why }));
}

// --- why an Interaction waits --------------------------------------------------------------

function ofInteraction(answer, reader) {
  const { standing, state, owner, queue, place, waiting, waited_ms, ahead = [] } = answer;
  const note = noteOf(answer);
  if (standing === "not_waiting") {
    const values = { state: named("state", state), name: staffName(owner) };
    const lines = [t(owner ? "why.wait.with" : "why.wait.not_waiting", values)];
    return { lines, groups: [], note };
  }
  const where = { wait: duration(waited_ms), queue: queueName(queue), place, waiting };
  const names = (answer.offered ?? []).map(staffName).join(", ");
  const lines = [
    t(`why.wait.${standing}`, { names }),
    t("why.wait.place", where),
    ...(ahead.length ? [t("why.wait.ahead", { count: ahead.length })] : []),
    ...(answer.next ? [nextWords(answer.next)] : []),
  ];
  const groups = forReader(grouped(answer.agents ?? [], "why.group"), reader);
  return { lines, heading: t("why.agents"), groups, note };
}

function nextWords({ kind, due_at_ms }) {
  return t("why.next", { time: timeOfDay(due_at_ms), what: named("why.deadline", kind) });
}

// --- why an Agent has what they have -------------------------------------------------------

function ofAgent(answer, reader) {
  const { agent, presence, reason, occupancy, work, offers, direct, queues } = answer;
  const values = {
    name: staffName(agent),
    presence: shownPresence(presence, reason),
    occupancy: t(`occupancy.${occupancy}`),
  };
  const lines = [t(agent === reader.id ? "why.agent.me" : "why.agent.them", values)];
  if (answer.is_lost) lines.push(t("why.agent.lost"));
  for (const [channel, used] of Object.entries(answer.used)) {
    const of = answer.slots[channel];
    lines.push(t("why.agent.slots", { count: used, of, channel: named("channel", channel) }));
  }
  if (work.length) lines.push(t("why.agent.work", { count: work.length }));
  const held = Object.keys(offers).length;
  if (held) lines.push(t("why.agent.offers", { count: held }));
  if (direct.length) lines.push(t("why.agent.direct", { count: direct.length }));
  if (!queues.length) lines.push(t("why.agent.no_queue"));
  const groups = queues.flatMap(servedGroups);
  return { lines, heading: t("why.queues"), groups, note: noteOf(answer) };
}

function shownPresence(presence, reason) {
  if (presence !== "NOT_READY") return t(`presence.${presence}`);
  return t("presence.not_ready_because", shownFacts({ reason }));
}

function servedGroups({ queue, waiting, first = [] }) {
  const values = { queue: queueName(queue), count: waiting };
  const found = Map.groupBy(first, passedWords);
  const why = [...found].map(([words, some]) => ({
    words: t("why.agent.passed", { count: some.length, why: words, queue: values.queue }),
    rows: some.map(({ interaction }) => interaction),
  }));
  return [{ words: t("why.agent.served", values) }, ...why];
}

function passedWords(passed) {
  const { standing, failed } = passed;
  const isStanding = standing !== "in_line" || !failed;
  return isStanding ? t(`why.standing.${standing}`) : conditionWords(passed);
}
