// What an agent can do in a talk besides writing: the one list that the head of the open
// Interaction, the command bar and the keyboard go by.

import { me } from "./desk.js";
import { own, principal } from "./session.js";

/**
 * @typedef {object} Act
 * @property {string} code
 * @property {string} [to] A channel.
 * @property {boolean} [isSwitch] Whether the customer leaves the channel they are on.
 */

/** Where a customer expects no answer at once, so that an Interaction may be parked. */
const ASYNC_CHANNELS = ["email", "message"];

const ICONS = { transfer: "send", hold: "clock", retrieve: "again", add: "user", park: "archive" };

/** Return the icon of an act. */
export function iconOf({ code }) {
  return ICONS[code] ?? (code === "leave" ? "logOut" : "chat");
}

/** Return the customer's legs in a talk. */
export function customerLegs({ legs = [] }) {
  return legs.filter(({ party }) => party === "customer");
}

/** Return the legs of all staff in a talk who are known to take part. */
export function staffLegs({ legs = [] }) {
  return legs.filter(({ role, party }) => party !== "customer" && /owner|member/.test(role));
}

/** Return what can be done in an Interaction now. @returns {Act[]} */
export function actsOf(interaction) {
  const { state, owner, parent, child } = interaction;
  if (state === "PARKED") return [{ code: "resume" }];
  if (state === "WRAP_UP") return [{ code: "extend" }];
  if (state !== "ENGAGED" || parent) return [];
  if (owner !== principal.value.id) return [{ code: "leave" }];
  if (child) return consultActs(own.interaction(child));
  return talkActs(interaction);
}

function consultActs(child) {
  const answered = [{ code: "complete" }, { code: "merge" }];
  return [...(child?.state === "ENGAGED" ? answered : []), { code: "cancel_consult" }];
}

function talkActs(interaction) {
  const legs = customerLegs(interaction);
  const isHeld = legs.some(({ state }) => state === "HELD");
  const acts = [{ code: "transfer" }, { code: isHeld ? "retrieve" : "hold" }, { code: "add" }];
  if (ASYNC_CHANNELS.includes(interaction.channel)) acts.push({ code: "park" });
  if (!interaction.join_due_at_ms) acts.push(...elevations(legs));
  if (staffLegs(interaction).length > 1) acts.push({ code: "leave" });
  return acts;
}

// Every other channel on which the agent may have work.
function elevations(legs) {
  const taken = legs.map(({ channel }) => channel);
  const others = Object.keys(me.value.slots ?? {}).filter((channel) => !taken.includes(channel));
  return others.flatMap((to) => [
    { code: "switch_to", to, isSwitch: true },
    { code: "add_channel", to },
  ]);
}

/** Say whether the pane has more to show of an Interaction than what is said in it. */
export function isStanding({ state, owner, parent, child, legs = [], ...interaction }) {
  const isMember = state === "ENGAGED" && owner !== principal.value.id;
  const isOthers = isMember || Boolean(parent || child) || staffLegs({ legs }).length > 1;
  const isWaiting = legs.some((leg) => leg.state !== "CONNECTED") || interaction.invited?.length;
  const isCallback = state === "CONNECTING" && interaction.visit_kind === "callback";
  return isOthers || isWaiting || isCallback || state === "PARKED";
}
