// Laying a talk aside: until an instant, and in any case no longer than until the customer writes.

import { useState } from "preact/hooks";
import { titleOf } from "../desk.js";
import { html } from "../dom.js";
import { t, whenOf } from "../i18n.js";
import { bus, own } from "../session.js";
import { Said } from "../text.js";
import { Dialog, closeDialog, useAsking } from "./dialog.js";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
// The center takes 366 days at most.
const LONG_MS = 365 * DAY_MS;
const MORNING_H = 9;
const MONDAY = 1;

/** Return what can be chosen: code to the instant in ms. */
function instants(now_ms) {
  return {
    customer: now_ms + LONG_MS,
    hour: now_ms + 60 * MINUTE_MS,
    tomorrow: morning(now_ms, 1),
    monday: morning(now_ms, daysUntil(now_ms, MONDAY)),
  };
}

function morning(now_ms, days) {
  const at = new Date(now_ms);
  at.setDate(at.getDate() + days);
  return at.setHours(MORNING_H, 0, 0, 0);
}

function daysUntil(now_ms, weekday) {
  return (weekday - new Date(now_ms).getDay() + 7) % 7 || 7;
}

/** The value of a field of local time. */
function localTime(at_ms) {
  const shifted = at_ms - new Date(at_ms).getTimezoneOffset() * MINUTE_MS;
  return new Date(shifted).toISOString().slice(0, 16);
}

export function ParkDialog({ id }) {
  const { ask, refusal, isBusy } = useAsking(id);
  const [now_ms] = useState(Math.ceil(bus.now()));
  const [chosen, setChosen] = useState("customer");
  const [local, setLocal] = useState(localTime(morning(now_ms, 1)));
  const interaction = own.interaction(id);
  if (!interaction) return null;
  const until_ms = instants(now_ms)[chosen] ?? Date.parse(local);
  const park = async () => {
    if (!Number.isNaN(until_ms) && (await ask("ParkInteraction", { until_ms }))) closeDialog();
  };
  const title = html`<${Said} of="park.title" name=${titleOf(interaction)} />`;
  return html`<${Dialog} title=${title} refusal=${refusal} onSubmit=${park}>
    <fieldset>
      <legend>${t("park.until")}</legend>
      <${Instants} now_ms=${now_ms} chosen=${chosen} onChoose=${setChosen} />
      <input
        type="datetime-local"
        aria-label=${t("park.instant")}
        disabled=${chosen !== "instant"}
        min=${localTime(now_ms)}
        value=${local}
        onInput=${({ target }) => setLocal(target.value)}
      />
      <p class="quiet">${t("park.means")}</p>
    </fieldset>
    <button class="primary" disabled=${isBusy}>${t("park.button")}</button>
  <//>`;
}

function Instants({ now_ms, chosen, onChoose }) {
  const all = Object.entries({ ...instants(now_ms), instant: 0 });
  // On a Sunday tomorrow is Monday.
  const isNew = ([, at_ms], n) => all.findIndex(([, other_ms]) => other_ms === at_ms) === n;
  return all.filter(isNew).map(
    ([code, at_ms]) => html`<label class="check" key=${code}>
      <input
        type="radio"
        name="until"
        value=${code}
        checked=${chosen === code}
        onChange=${() => onChoose(code)}
      />
      <span>${t(`park.${code}`)}</span>
      ${at_ms > 0 && code !== "customer" && html`<span class="quiet">${whenOf(at_ms)}</span>`}
    </label>`,
  );
}
