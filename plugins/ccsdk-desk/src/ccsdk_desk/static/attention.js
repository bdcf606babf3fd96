// How an Offer gets noticed: sound, title, notification. It is acknowledged here while the
// page is hidden; while it is shown, its dialog does so once it stands in the document.

import { effect, untracked } from "@preact/signals";
import { acknowledge } from "./commands.js";
import { isMentionNew, isVisible, mentions, rows, unread, wantsSound } from "./desk.js";
import { t } from "./i18n.js";
import { own, queueName } from "./session.js";
import { LIVE_OFFERS } from "./store.js";

const CHIME_EVERY_MS = 3_000;
const NOTES_HZ = [659.25, 880];

const raised = new Map();
const acknowledged = new Set();
let audio = null;
let chime = null;

/** Follow the agent's Offers; nothing in here waits for a timer or a paint. */
export function followOffers() {
  effect(() => {
    const live = own.offers.all().filter((offer) => offer && LIVE_OFFERS.includes(offer.state));
    const isShown = isVisible.value;
    untracked(() => {
      drop(live);
      for (const offer of live) raise(offer, isShown);
      ring(live.length > 0);
    });
  });
  effect(showTitle);
  for (const type of ["pointerdown", "keydown"]) addEventListener(type, unlock, { once: true });
}

/** Ask, from a click, whether this page may raise notifications. */
export async function askForNotifications() {
  if ("Notification" in window && Notification.permission === "default") {
    await Notification.requestPermission();
  }
}

/** Return granted, denied, default, or missing. */
export function notificationPermission() {
  return "Notification" in window ? Notification.permission : "missing";
}

function raise(offer, isShown) {
  if (isShown || raised.has(offer.id)) return;
  document.title = titleOf(offer);
  raised.set(offer.id, showNotification(offer));
  acknowledgeOnce(offer);
}

/** Say, once, that an Offer is in front of the agent. */
export function acknowledgeOnce({ id, state }) {
  if (state !== "MADE" || acknowledged.has(id)) return;
  acknowledged.add(id);
  acknowledge(id);
}

function drop(live) {
  const isLive = (id) => live.some((offer) => offer.id === id);
  for (const id of acknowledged) if (!isLive(id)) acknowledged.delete(id);
  for (const [id, notification] of raised) {
    if (isLive(id)) continue;
    notification?.close();
    raised.delete(id);
  }
}

function showNotification(offer) {
  if (notificationPermission() !== "granted") return null;
  try {
    const options = { body: t("offer.notification"), tag: offer.id, requireInteraction: true };
    const notification = new Notification(titleOf(offer), options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return notification;
  } catch {
    return null; // Some browsers allow notifications to service workers only.
  }
}

function titleOf(offer) {
  return t("title.offer", { queue: queueName(offer.queue) });
}

function showTitle() {
  const offer = own.offers.all().find((each) => each && LIVE_OFFERS.includes(each.state));
  const mentioned = mentions.value.filter(({ id }) => isMentionNew(id)).length;
  const count = rows.value.reduce((sum, { id }) => sum + unread(id), mentioned);
  if (offer) document.title = titleOf(offer);
  else document.title = count ? t("title.unread", { count }) : t("title.plain");
}

// --- sound ---------------------------------------------------------------------------------

// Browsers let a page sound only after somebody has touched it.
function unlock() {
  audio ??= new AudioContext();
  audio.resume();
}

function ring(isRinging) {
  if (!isRinging) {
    clearInterval(chime);
    chime = null;
  } else if (chime === null) {
    playChime();
    chime = setInterval(playChime, CHIME_EVERY_MS);
  }
}

function playChime() {
  if (!wantsSound.value || audio?.state !== "running") return;
  NOTES_HZ.forEach((hertz, index) => playNote(hertz, audio.currentTime + index * 0.18));
}

function playNote(hertz, at_s) {
  const tone = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  const volume = new GainNode(audio, { gain: 0 });
  tone.connect(volume).connect(audio.destination);
  volume.gain.setValueAtTime(0, at_s);
  volume.gain.linearRampToValueAtTime(0.18, at_s + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at_s + 0.6);
  tone.start(at_s);
  tone.stop(at_s + 0.65);
}
