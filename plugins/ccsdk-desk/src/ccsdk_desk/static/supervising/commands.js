// What a supervisor asks of the center; each is refused in words where it cannot be done.

import { send } from "../commands.js";

const of = (what, id) => `${what}:${id}`;

/** Move who waits to another queue; they keep their age. */
export function moveTo(interaction, queue) {
  return send("MoveInteraction", { interaction, queue }, { occupies: of("work", interaction) });
}

/** Take a talk from its owner and give it to a queue or an Agent; the owner wraps up. */
export function reassign(interaction, to) {
  return send("BlindTransfer", { interaction, to }, { occupies: of("work", interaction) });
}

/** Give who waits another place: a tier, and so much of a head start before their age. */
export function setPriority(interaction, { tier, head_start_ms }) {
  const data = { interaction, tier, head_start_ms };
  return send("SetPriority", data, { occupies: of("work", interaction) });
}

/** End an Interaction, whoever has it. */
export function cancel(interaction) {
  return send("CancelInteraction", { interaction }, { occupies: of("work", interaction) });
}

/** Let what is parked go on now. */
export function resume(interaction) {
  return send("ResumeInteraction", { interaction }, { occupies: of("work", interaction) });
}

/** End an Agent's wrap-up of one Interaction. */
export function endWrapUp(interaction, agent) {
  return send("EndWrapUp", { interaction, agent }, { occupies: of("agent", agent) });
}

/** Make an Agent READY. */
export function makeReady(agent) {
  return send("SetReady", { agent }, { occupies: of("agent", agent) });
}

/** Make an Agent NOT_READY, for a reason of the settings. */
export function makeNotReady(agent, reason) {
  return send("SetNotReady", { agent, reason }, { occupies: of("agent", agent) });
}

/** Log an Agent out; their open work goes back to its queues. */
export function forceLogOut(agent) {
  return send("LogOut", { agent, is_forced: true }, { occupies: of("agent", agent) });
}

/** Give an Agent these skills until they are defined anew; proficiency 1 to 5 by skill. */
export function setSkills(agent, skills) {
  return send("SetSkills", { agent, skills }, { occupies: of("agent", agent) });
}

/** Give an Agent these slots by channel until they are defined anew. */
export function setCapacity(agent, slots) {
  return send("SetCapacity", { agent, slots }, { occupies: of("agent", agent) });
}

const STARTS = { monitor: "StartMonitor", whisper: "StartWhisper", member: "BargeIn" };

/** Take part in a talk, in one role: monitor, whisper or member. */
export function takePart(interaction, role) {
  return send(STARTS[role], { interaction }, { occupies: of("listen", interaction) });
}

/** Leave a talk. */
export function leaveTalk(interaction) {
  return send("StopMonitor", { interaction }, { occupies: of("listen", interaction) });
}

/** Write to the owner alone, or as a member to the customer. */
export function say(interaction, role, text) {
  const name = role === "whisper" ? "WhisperMessage" : "SendMessage";
  return send(name, { interaction }, { personal: { text }, occupies: of("say", interaction) });
}
