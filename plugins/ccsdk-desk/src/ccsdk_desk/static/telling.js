// What happened to the agent, told in words: from the store's codes to notices.

import { hasWords, named, t } from "./i18n.js";
import { perform } from "./lazy.js";
import { notify } from "./notices.js";
import { bus, queueName, staffName } from "./session.js";

const LATE = { code: "disposition" };

/** The Offers this page has answered itself: their end is no news. */
const answered = new Set();

/** Note that the agent has just answered an Offer here. */
export function noteAnswered(offer) {
  answered.add(offer);
}

/** Tell what the store says an agent should know. */
export function tell(code, { event, offer }) {
  TELLINGS[code]?.(event, event.data ?? {}, offer);
}

/** Say how a refused command ended; the sentence names who was first, and when. */
export function tellRefusal(error) {
  if (error.reason === "offer_taken" && error.by) return tellTaken(error.by, Date.parse(error.at));
  notify(refusalWords(error), "error");
}

/** Return why a command was refused, in words. */
export function refusalWords({ reason, code, ref }) {
  const why = named("refused", hasWords(`refused.${reason}`) ? reason : code);
  return ref ? t("refused.ref", { why, ref }) : why;
}

function tellTaken(by, at_ms) {
  const seconds = Math.max(0, Math.round((bus.now() - at_ms) / 1000));
  notify(t("offer.taken", { name: staffName(by), seconds }), "info");
}

const TELLINGS = {
  offer_expired(event, { strikes }) {
    notify(t("offer.expired", { queue: queueName(event.queue), count: strikes }), "warning");
  },
  offer_withdrawn(event, { reason, by }) {
    if (answered.has(event.offer)) return;
    if (reason === "taken" && by) tellTaken(by, Date.parse(event.time));
    else notify(named("offer.withdrawn", reason), reason === "unreachable" ? "warning" : "info");
  },
  interaction_requeued(event, { cause }) {
    notify(named("requeued", cause), "warning");
  },
  interaction_ended(event, { by }) {
    if (by !== "agent") notify(named("ended", by));
  },
  wrap_up_ended(event, { cause, disposition }) {
    if (cause !== "expired") return;
    const run = () => perform(LATE, { id: event.interaction });
    const late = disposition === "none" ? { words: t("act.disposition"), run } : undefined;
    notify(t("wrap_up.expired", { disposition }), "warning", late);
  },
  interaction_cancelled() {
    notify(t("cancelled"), "warning");
  },
  interaction_reassigned() {
    notify(t("reassigned"), "warning");
  },
  hold_failed() {
    notify(t("hold.failed"), "warning");
  },
  consult_ended(event, { cause }) {
    if (cause === "failed") notify(t("consult.failed"), "warning");
  },
  channel_elevated(event, { to }) {
    notify(t("elevation.joined", { channel: named("channel", to) }));
  },
  channel_elevation_failed(event, { to, cause }) {
    if (cause === "owner_changed") return;
    notify(t("elevation.failed", { channel: named("channel", to) }), "warning");
  },
  mentioned(event, { by }) {
    notify(t("mention.told", { name: staffName(by) }));
  },
  presence_changed(event, { presence, reason, by }) {
    const tone = presence === "READY" ? "info" : "warning";
    if (by !== "agent") notify(named("presence.changed", reason ?? "ready"), tone);
  },
};
