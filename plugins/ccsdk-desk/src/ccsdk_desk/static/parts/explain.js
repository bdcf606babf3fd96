// Behind a figure: what it means, how it is computed, and the Interactions it is made of.

import { signal } from "@preact/signals";
import { createRef } from "preact";
import { beside, html } from "../dom.js";
import { duration, hasWords, named, t, timeOfDay } from "../i18n.js";
import { Icon } from "../icons.js";
import { shownCount, shownValue } from "../measures.js";
import { chosenWindow, explain } from "../metrics.js";
import { queueName, staffName } from "../session.js";
import { Problem } from "./guard.js";
import { RowsOf, WaitingRows } from "./explain-rows.js";
import { Skeleton } from "./skeleton.js";

/**
 * @typedef {object} About
 * @property {string} measure A measure of `explain.v1`, or "waiting".
 * @property {string} [count] The count that was pressed: offered, answered, abandoned.
 * @property {string} [queue]
 * @property {string} [agent]
 */

const dialog = createRef();
/** @typedef {{about: About, state: string, answer?: any, error?: any}} Shown */
/** @type {import("@preact/signals").Signal<Shown | null>} */
const shown = signal(null);

/** Open a figure. @param {About} about */
export function openExplain(about) {
  dialog.current?.showModal();
  load(about);
}

async function load(about) {
  const mine = { about, state: about.measure === "waiting" ? "live" : "loading" };
  shown.value = mine;
  if (mine.state === "live") return;
  const { measure, queue, agent } = about;
  const wanted = { measure, ...(queue && { queue }), ...(agent && { agent }) };
  const next = await explain(wanted).then(
    (answer) => ({ about, state: "ready", answer }),
    (error) => ({ about, state: "failed", error }),
  );
  if (shown.value === mine) shown.value = next;
}

export function Explain() {
  const forget = () => {
    shown.value = null;
  };
  return html`<dialog
    class="explain"
    ref=${dialog}
    aria-labelledby="explain-title"
    onClose=${forget}
    ...${beside(() => dialog.current?.close())}
  >
    ${shown.value && html`<${Sheet} ...${shown.value} />`}
  </dialog>`;
}

function Sheet({ about, state, answer, error }) {
  const whose = about.agent ? staffName(about.agent) : about.queue && queueName(about.queue);
  return html`<div class="explain-sheet">
    <header>
      <div>
        <h2 id="explain-title">${t(`measure.${about.count ?? about.measure}`)}</h2>
        <p class="quiet">${whose || t("wallboard.center")}</p>
      </div>
      <form method="dialog">
        <button class="plain" aria-label=${t("close")}><${Icon} name="close" /></button>
      </form>
    </header>
    ${state === "loading" && html`<${Skeleton} lines=${6} />`}
    ${state === "live" && html`<${Live} about=${about} />`}
    ${state === "failed" &&
    html`<${Problem}
      text=${t("explain.failed")}
      error=${error}
      onRetry=${() => load(about)}
    />`}
    ${state === "ready" && html`<${Answer} about=${about} answer=${answer} />`}
  </div>`;
}

function Live({ about }) {
  return html`
    <p>${t("explain.means.waiting")}</p>
    <${WaitingRows} queue=${about.queue} />
    <a class="secondary" href=${listOf(about.queue)} onClick=${() => dialog.current?.close()}>
      <${Icon} name="table" /> ${t("explain.act")}
    </a>
  `;
}

function listOf(queue) {
  return queue ? `#queues/${encodeURIComponent(queue)}` : "#queues";
}

function Answer({ about, answer }) {
  const { numerator, denominator_only, as_of_ms, from_ms, more } = answer;
  const isRate = answer.unit === "percent";
  const when = { from: timeOfDay(from_ms), to: timeOfDay(as_of_ms) };
  return html`
    <p class="explain-value">
      <strong>${shownValue(answer)}</strong>
      ${!more && isRate && html`<span class="quiet">${t("explain.ratio", ratio(answer))}</span>`}
    </p>
    <p>${meaning(about, answer)}</p>
    <${Facts} answer=${answer} />
    <p class="quiet">${t(`explain.window.${chosenWindow.value}`, when)}</p>
    ${more && html`<p class="explain-more">${t("explain.more")}</p>`}
    <${RowsOf} list="numerator" measure=${about.measure} rows=${numerator} />
    ${isRate &&
    html`<${RowsOf} list="denominator_only" measure=${about.measure} rows=${denominator_only} />`}
    <${RowsOf} list="excluded" measure=${about.measure} rows=${answer.excluded} />
  `;
}

// Of visits there are so many, of an agent's time so much.
function ratio({ numerator, denominator_only }) {
  const all = [...numerator, ...denominator_only];
  const isTime = all.some(({ interaction }) => interaction === undefined);
  const sum = (rows) => rows.reduce((total, { value_ms = 0 }) => total + value_ms, 0);
  const size = (rows) => (isTime ? duration(sum(rows)) : shownCount(rows.length));
  return { numerator: size(numerator), denominator: size(all) };
}

function meaning({ measure, count }, { parameters }) {
  const { target_ms, short_ms = 0 } = parameters;
  const target_s = Math.round((target_ms ?? 0) / 1000);
  const short_s = Math.round(short_ms / 1000);
  const isMixed = measure === "service_level" && !count && !target_ms;
  const key = isMixed ? "explain.means.own_target" : `explain.means.${count ?? measure}`;
  return hasWords(key) ? t(key, { target_s, short_s }) : named("measure", measure);
}

function Facts({ answer }) {
  const { formula, version, profile, parameters } = answer;
  const seconds = (ms) => t("seconds", { count: Math.round(ms / 1000) });
  const facts = [
    ["formula", html`<code>${formula}</code>`],
    ["version", profile ? t("explain.profile", { profile, version }) : String(version)],
    ["target", parameters.target_ms && seconds(parameters.target_ms)],
    ["short", parameters.short_ms && seconds(parameters.short_ms)],
  ];
  return html`<dl class="explain-facts">
    ${facts
      .filter(([, words]) => words)
      .map(
        ([code, words]) =>
          html`<div key=${code}><dt>${t(`explain.${code}`)}</dt><dd>${words}</dd></div>`,
      )}
  </dl>`;
}
