// The day by half hours: how much came, and how much of it was answered in time.

import { signal } from "@preact/signals";
import { html } from "../dom.js";
import { axisTime, t } from "../i18n.js";
import { shownValue } from "../measures.js";
import { metrics } from "../metrics.js";
import { board } from "../session.js";
import { Chart } from "./chart.js";

/** The chosen queue; empty for the whole center. */
const queue = signal("");

export function Series() {
  const rows = halfHours(metrics.value.data?.series ?? []);
  return html`<section class="series" aria-labelledby="series-title">
    <header class="series-head">
      <h2 id="series-title">${t("series.title")}</h2>
      <${QueueChoice} />
    </header>
    ${rows.length === 0
      ? html`<p class="quiet">${t("series.empty")}</p>`
      : html`<div class="charts"><${Volume} rows=${rows} /><${Level} rows=${rows} /></div>`}
  </section>`;
}

const EMPTY = { offered: 0, answered: 0, abandoned: 0 };

// The center has every half hour, a queue those in which somebody came.
function halfHours(all) {
  const byStart = new Map();
  for (const each of all) {
    const isMeant = (each.queue ?? "") === queue.value;
    if (isMeant || !byStart.has(each.from_ms)) {
      byStart.set(each.from_ms, isMeant ? each : { ...EMPTY, from_ms: each.from_ms });
    }
  }
  return [...byStart.values()].sort((one, other) => one.from_ms - other.from_ms);
}

function QueueChoice() {
  const choose = (event) => {
    queue.value = event.target.value;
  };
  return html`<label class="series-queue">
    <span>${t("wallboard.queue")}</span>
    <select value=${queue.value} onChange=${choose}>
      <option value="">${t("wallboard.center")}</option>
      ${board.queues
        .all()
        .filter(Boolean)
        .map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
    </select>
  </label>`;
}

const PARTS = ["answered", "abandoned", "others"];

// Stacked parts sum to what was offered: others flowed out or still wait.
function Volume({ rows }) {
  const parts = rows.map(({ offered, answered, abandoned }) => {
    return { offered, answered, abandoned, others: offered - answered - abandoned };
  });
  const series = PARTS.map((code) => {
    return { code, name: t(`series.${code}`), values: parts.map((each) => each[code]) };
  });
  const names = ["offered", ...PARTS];
  return html`<${Chart}
    id="volume"
    title=${t("series.volume")}
    kind="bars"
    series=${series}
    labels=${rows.map(({ from_ms }) => axisTime(from_ms))}
    columns=${[t("series.from"), ...names.map((code) => t(`series.${code}`))]}
    rows=${parts.map((each, n) => [
      axisTime(rows[n].from_ms),
      ...names.map((code) => each[code]),
    ])}
  />`;
}

function Level({ rows }) {
  const measures = rows.map((each) => each.service_level ?? {});
  const name = t("measure.service_level");
  const columns = ["from", "in_time", "of", "level", "speed"].map((code) => t(`series.${code}`));
  return html`<${Chart}
    id="service-level"
    title=${t("series.level_title")}
    kind="line"
    top=${100}
    unit="%"
    series=${[{ code: "level", name, values: measures.map(({ value }) => value ?? null) }]}
    labels=${rows.map(({ from_ms }) => axisTime(from_ms))}
    columns=${columns}
    rows=${rows.map((each, n) => [
      axisTime(each.from_ms),
      measures[n].numerator ?? 0,
      measures[n].denominator ?? 0,
      shownValue(measures[n]),
      shownValue(each.average_speed_of_answer),
    ])}
  />`;
}
