// Every command the desk sends, each with a key made before it leaves.

import { effect, signal } from "@preact/signals";
import { uuid7 } from "./ccsdk.js";
import { remembered } from "./local.js";
import { bus, own } from "./session.js";
import { noteAnswered, tellRefusal } from "./telling.js";

/** What waits for its answer, so that its button shows it: names such as `offer:in_7-o1`. */
export const busy = signal(new Set());

/** @typedef {import("./ccsdk.js").BusError} BusError */

/**
 * What was written here and is on its way, or was refused.
 * @typedef {object} Outgoing
 * @property {string} key
 * @property {string} interaction
 * @property {"reply" | "note"} mode
 * @property {string} text
 * @property {import("./lines.js").File[]} files
 * @property {string[]} mentions
 * @property {"pending" | "failed"} state
 * @property {string} [code] Why it was refused.
 */

/** @type {import("@preact/signals").Signal<Outgoing[]>} */
export const outgoing = remembered("outgoing", [], (kept) => kept.every(isOutgoing));

function isOutgoing(kept) {
  const { key, interaction, text, files, mentions } = kept ?? {};
  const isText = [key, interaction, text].every((each) => typeof each === "string");
  const isFile = (file) => typeof file?.file === "string";
  return isText && Array.isArray(mentions) && Array.isArray(files) && files.every(isFile);
}

const GONE = ["not_found", "conflict"];

/**
 * Send a command; resolves to whether it was accepted, after telling a refusal in words.
 * @param {string} name
 * @param {object} data
 * @param {{personal?: object, occupies?: string, isQuiet?: (error: BusError) => boolean}} options
 *   `occupies` names what is busy meanwhile, `isQuiet` the refusals that are no news.
 */
export async function send(name, data, { personal, occupies, isQuiet } = {}) {
  setBusy(occupies, true);
  try {
    await bus.command(`ccsdk.${name}.v1`, data, { personal });
    return true;
  } catch (error) {
    if (!isQuiet?.(error)) tellRefusal(error);
    return false;
  } finally {
    setBusy(occupies, false);
  }
}

function setBusy(name, isBusy) {
  if (!name) return;
  const next = new Set(busy.value);
  if (isBusy) next.add(name);
  else next.delete(name);
  busy.value = next;
}

const isGone = (error) => GONE.includes(error.code);

/** Say that an Offer is in front of the agent; that it is gone by then is no news. */
export function acknowledge(offer) {
  return send("AcknowledgeOffer", { offer }, { isQuiet: isGone });
}

/** Take an Offer; of several agents the first in the log has it. */
export function accept(offer) {
  noteAnswered(offer);
  return send("AcceptOffer", { offer }, { occupies: `offer:${offer}` });
}

/** Refuse an Offer, with a reason or without. */
export function decline(offer, reason) {
  noteAnswered(offer);
  const data = reason ? { offer, reason } : { offer };
  return send("DeclineOffer", data, { occupies: `offer:${offer}` });
}

/** Say that the Interaction is drawn; another tab of the agent may have said so already. */
export function confirmConnected(interaction) {
  return send("ConfirmConnected", { interaction }, { isQuiet: isGone });
}

/** End an answered Interaction; wrap-up follows where it is due. */
export function end(interaction) {
  return send("EndInteraction", { interaction }, { occupies: `end:${interaction}` });
}

/** Finish after-call work; without a disposition the log says `none`. */
export function completeWrapUp(interaction, { disposition, note }) {
  const data = disposition ? { interaction, disposition } : { interaction };
  const personal = note ? { note } : undefined;
  return send("CompleteWrapUp", data, { personal, occupies: `wrap_up:${interaction}` });
}

/** Log in: NOT_READY until more is said. */
export function logIn() {
  return send("LogIn", {}, { occupies: "presence" });
}

/** Take Offers from now on. */
export function setReady() {
  return send("SetReady", {}, { occupies: "presence" });
}

/** Take no Offers, for a reason of the settings; a live one is declined by this. */
export function setNotReady(reason) {
  return send("SetNotReady", { reason }, { occupies: "presence" });
}

/** Log out; `isQuiet` says which refusals are no news. */
export function logOut(isQuiet) {
  return send("LogOut", {}, { occupies: "presence", isQuiet });
}

// --- messages ------------------------------------------------------------------------------

/** Send a reply; it is pending until an event has its key as cause. */
export function sendMessage(interaction, { text, files = [] }) {
  post({ interaction, mode: "reply", text, files, mentions: [] });
}

/** Write an internal note; who is mentioned in it may read the Interaction. */
export function addNote(interaction, { text, mentions }) {
  post({ interaction, mode: "note", text, files: [], mentions });
}

function post(written) {
  const message = { ...written, key: uuid7(), state: "pending" };
  outgoing.value = [...outgoing.value, message];
  transmit(message);
}

/** Take a refused message away and return it. */
export function discardMessage(key) {
  const message = outgoing.value.find((other) => other.key === key);
  drop((other) => other.key === key);
  return message;
}

/** Forget the messages of Interactions that are no longer the agent's. */
export function dropReleased() {
  drop(({ interaction }) => !own.interaction(interaction));
}

/** Follow what was under way when the page was left; a key sent twice has one effect. */
export function resumeMessages() {
  for (const message of outgoing.value) if (message.state === "pending") transmit(message);
}

/** Note that events with these causes are there: the messages they tell of have arrived. */
export function settle(causes) {
  drop(({ key }) => causes.includes(key));
}

async function transmit(message) {
  const { key, interaction, mode } = message;
  const { type, data, personal } = commandOf(message);
  if (mode === "reply") await connected(interaction);
  try {
    const { replayed } = await bus.command(type, data, { personal, key });
    // Its event came before this page was here to see it.
    if (replayed) settle([key]);
  } catch (error) {
    const code = error.reason ?? error.code;
    if (!own.interaction(interaction)) dropReleased();
    else change(key, { state: "failed", code });
  }
}

const isConnecting = (id) => own.interaction(id)?.state === "CONNECTING";

/**
 * Wait while an Interaction is being connected: nothing can be said in it before that.
 * @returns {Promise<void>}
 */
function connected(id) {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (isConnecting(id)) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

function commandOf({ mode, interaction, text, files, mentions }) {
  if (mode === "note") {
    return { type: "ccsdk.AddNote.v1", data: { interaction, mentions }, personal: { note: text } };
  }
  const named = files.length ? { files: files.map(({ file }) => file) } : {};
  const personal = text ? { text } : undefined;
  return { type: "ccsdk.SendMessage.v1", data: { interaction, ...named }, personal };
}

function change(key, values) {
  outgoing.value = outgoing.value.map((each) => (each.key === key ? { ...each, ...values } : each));
}

function drop(isGone) {
  if (outgoing.value.some(isGone)) outgoing.value = outgoing.value.filter((each) => !isGone(each));
}
