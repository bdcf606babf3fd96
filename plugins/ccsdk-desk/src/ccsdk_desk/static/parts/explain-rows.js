// The Interactions behind a figure, one a row, with the places in the log that prove them.

import { downloadCsv } from "../csv.js";
import { go } from "../desk.js";
import { html } from "../dom.js";
import { duration, instantOf, named, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { waitingByQueue } from "../metrics.js";
import { board, queueName, staffName } from "../session.js";
import { Table } from "./table.js";
import { Elapsed } from "./time.js";

const SHOWN_MAX = 100;

/** `list` is numerator, denominator_only or excluded, as `explain.v1` names them. */
export function RowsOf({ list, measure, rows }) {
  const title = t(`explain.${list}`, { count: rows.length });
  if (!rows.length) return html`<p class="quiet explain-none">${title}</p>`;
  const columns = columnsOf(rows);
  const names = columns.map((name) => t(`explain.column.${name}`));
  const save = () => downloadCsv(`${measure}-${list}.csv`, names, rows.map(plain(columns)));
  return html`<details class="explain-rows" open=${list === "numerator"}>
    <summary>${title}</summary>
    <${Table} caption=${title} columns=${names}>
      ${rows.slice(0, SHOWN_MAX).map(
        (row, n) => html`<tr key=${n}>
          ${columns.map((name) => html`<td key=${name}>${cell(name, row)}</td>`)}
        </tr>`,
      )}
    <//>
    ${rows.length > SHOWN_MAX && html`<p class="quiet">${rest(rows)}</p>`}
    <button class="secondary" type="button" onClick=${save}>
      <${Icon} name="download" /> ${t("csv.download")}
    </button>
  </details>`;
}

// Only what at least one row has: most lists need four columns, not seven.
function columnsOf(rows) {
  const members = ["wait_ms", "value_ms", "outcome", "agent", "reason"];
  const some = members.filter((name) => rows.some((row) => row[name] !== undefined));
    const isOf = rows.some(({ interaction }) => interaction !== undefined);
  return [...(isOf ? ["interaction"] : []), "at_ms", ...some, "positions"];
}

function cell(name, row) {
  const value = row[name];
  if (value === undefined || value === null) return "–";
  if (name === "at_ms") return instantOf(value);
  if (name === "interaction") return html`<${Where} id=${value} />`;
  if (name === "wait_ms" || name === "value_ms") return duration(value);
  if (name === "outcome") return named("outcome", value);
  if (name === "reason") return named("excluded", value);
  if (name === "agent") return staffName(value);
  if (name === "positions") return value.map((each) => each.replace(/^0+(?=\d)/, "")).join(" ");
  return value;
}

// What is over can be read again.
function Where({ id }) {
  const { state = "CLOSED" } = board.interactions.get(id) ?? {};
  if (state !== "CLOSED") return id;
  const act = ({ target }) => {
    target.closest("dialog")?.close();
    go("closed", id);
  };
  return html`<button class="cell-figure" onClick=${act}>${id}</button>`;
}

// A file is for machines: instants in UTC, durations in ms, codes as they are.
function plain(columns) {
  return (row) =>
    columns.map((name) => {
      if (name === "at_ms") return new Date(row.at_ms).toISOString();
      return name === "positions" ? row.positions?.join(" ") : row[name];
    });
}

function rest(rows) {
  return t("explain.rest", { count: rows.length - SHOWN_MAX });
}

/** Who waits now, the longest first; of one queue, or of all. */
export function WaitingRows({ queue }) {
  const all = queue
    ? (waitingByQueue.value.get(queue) ?? [])
    : [...waitingByQueue.value.values()].flat();
  const title = t("explain.waiting", { count: all.length });
  if (!all.length) return html`<p class="quiet explain-none">${title}</p>`;
  const names = ["interaction", "queue", "state", "waits"].map((name) =>
    t(`explain.column.${name}`),
  );
  return html`<${Table} caption=${title} columns=${names}>
      ${all.slice(0, SHOWN_MAX).map(
        ({ id, queue: of, state, entered_at_ms }) => html`<tr key=${id}>
          <td>${id}</td>
          <td>${queueName(of)}</td>
          <td>${named("state", state)}</td>
          <td>${entered_at_ms ? html`<${Elapsed} from=${entered_at_ms} />` : "–"}</td>
        </tr>`,
      )}
    <//>
    ${all.length > SHOWN_MAX && html`<p class="quiet">${rest(all)}</p>`}`;
}
