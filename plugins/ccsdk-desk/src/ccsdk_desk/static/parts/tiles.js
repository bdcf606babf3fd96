// The center in one row and a tile per queue; the table holds the same numbers.

import { html } from "../dom.js";
import { inOrder, t } from "../i18n.js";
import { shownCount, shownValue, targetSeconds } from "../measures.js";
import { metrics, waitingByQueue } from "../metrics.js";
import { board } from "../session.js";
import { isWall } from "../wall.js";
import { CellFigure, Figure } from "./figure.js";
import { Table } from "./table.js";
import { Elapsed } from "./time.js";

const NONE = { measures: {}, counts: {} };

/** Every queue with its figures, by name. */
function queues() {
  const known = metrics.value.data?.queues ?? [];
  const byId = new Map(known.map((each) => [each.queue, each]));
  const all = board.queues.all().filter(Boolean);
  return all
    .map(({ id, name, target_ms }) => {
      const waiting = waitingByQueue.value.get(id) ?? [];
      const oldest_at_ms = waiting[0]?.entered_at_ms;
      const now = { waiting: waiting.length, oldest_at_ms };
      return { ...NONE, ...byId.get(id), id, name, target_ms, ...now };
    })
    .sort((one, other) => inOrder(one.name, other.name));
}

function Longest({ since }) {
  return since ? html`<${Elapsed} from=${since} />` : "–";
}

export function CenterRow() {
  const { measures, counts } = metrics.value.data?.center ?? NONE;
  const waiting = [...waitingByQueue.value.values()].flat();
  const oldest = Math.min(...waiting.map((each) => each.entered_at_ms ?? Infinity));
  const figure = (measure) => html`<${Figure}
    value=${shownValue(measures[measure])}
    label=${t(`measure.${measure}`)}
    about=${{ measure }}
  />`;
  return html`<section class="center-row" aria-labelledby="center-title">
    <h2 id="center-title">${t("wallboard.center")}</h2>
    <div class="center-figures">
      <${Figure}
        value=${shownCount(waiting.length)}
        label=${t("measure.waiting")}
        about=${{ measure: "waiting" }}
      />
      <${Figure}
        value=${html`<${Longest} since=${Number.isFinite(oldest) && oldest} />`}
        label=${t("measure.longest_wait")}
        about=${{ measure: "waiting" }}
      />
      ${["service_level", "average_speed_of_answer", "average_handle_time"].map(figure)}
      <${Figure}
        value=${shownCount(counts.offered)}
        label=${t("measure.offered")}
        about=${{ measure: "abandonment_rate", count: "offered" }}
      />
      ${["abandonment_rate", "rona_rate"].map(figure)}
    </div>
  </section>`;
}

export function Tiles() {
  return html`<ul class="tiles">
    ${queues().map((each) => html`<${Tile} key=${each.id} queue=${each} />`)}
  </ul>`;
}

function Tile({ queue }) {
  const { id, name, waiting, oldest_at_ms, measures } = queue;
  const title = `tile-${id}`;
  const about = { measure: "waiting", queue: id };
  return html`<li class=${waiting ? "tile has-waiting" : "tile"} aria-labelledby=${title}>
    <h3 id=${title}><${WorkLink} queue=${queue} /></h3>
    <div class="tile-now">
      <${Figure}
        value=${shownCount(waiting)}
        label=${t("measure.waiting")}
        of=${name}
        about=${about}
        tone="large"
      />
      <${Figure}
        value=${html`<${Longest} since=${oldest_at_ms} />`}
        label=${t("measure.longest_wait")}
        of=${name}
        about=${about}
        tone="large"
      />
    </div>
    <${Level} queue=${queue} measure=${measures.service_level} />
    <${Rest} queue=${queue} />
  </li>`;
}

// A wall has nobody before it who could press.
function WorkLink({ queue: { id, name } }) {
  if (isWall.value) return name;
  return html`<a class="work-link" href="#queues/${encodeURIComponent(id)}">${name}</a>`;
}

// The share, out of how many, and whether those who still wait can change it.
function Level({ queue, measure }) {
  const target_s = targetSeconds(measure, queue.target_ms);
  const { numerator = 0, denominator = 0, matured = true } = measure ?? {};
  const of = t(matured ? "wallboard.in_time" : "wallboard.in_time_open", {
    numerator,
    denominator,
    count: queue.waiting,
  });
  return html`<div class="tile-level">
    <${Figure}
      value=${shownValue(measure)}
      label=${t("wallboard.service_level", { target_s })}
      of=${queue.name}
      about=${{ measure: "service_level", queue: queue.id }}
      tone="wide"
    />
    <${Bar} ratio=${(measure?.value ?? 0) / 100} />
    <p class="quiet">${of}</p>
  </div>`;
}

function Bar({ ratio }) {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-whole" width="100" height="6" />
    <rect class="bar-part" width=${ratio * 100} height="6" />
  </svg>`;
}

function Rest({ queue }) {
  const { id, name, measures, counts } = queue;
  /** @type {[string, string, {count?: string}][]} */
  const figures = [
    ["average_speed_of_answer", shownValue(measures.average_speed_of_answer), {}],
    ["answered", shownCount(counts.answered), { count: "answered" }],
    ["abandoned", shownCount(counts.abandoned), { count: "abandoned" }],
  ];
  return html`<div class="tile-rest">
    ${figures.map(([code, value, about]) => {
      const measure = about.count ? "abandonment_rate" : code;
      return html`<${Figure}
        key=${code}
        value=${value}
        label=${t(`measure.${code}`)}
        of=${name}
        about=${{ measure, queue: id, ...about }}
      />`;
    })}
  </div>`;
}

/** @type {[string, import("./explain.js").About][]} */
const COLUMNS = [
  ["waiting", { measure: "waiting" }],
  ["longest_wait", { measure: "waiting" }],
  ["service_level", { measure: "service_level" }],
  ["average_speed_of_answer", { measure: "average_speed_of_answer" }],
  ["average_handle_time", { measure: "average_handle_time" }],
  ["offered", { measure: "abandonment_rate", count: "offered" }],
  ["answered", { measure: "abandonment_rate", count: "answered" }],
  ["abandoned", { measure: "abandonment_rate", count: "abandoned" }],
];

export function QueueTable() {
  const columns = [t("wallboard.queue"), ...COLUMNS.map(([code]) => t(`measure.${code}`))];
  return html`<${Table} caption=${t("wallboard.caption")} columns=${columns}>
    ${queues().map(
      (queue) => html`<tr key=${queue.id}>
        <th scope="row"><${WorkLink} queue=${queue} /></th>
        ${COLUMNS.map(([code, about]) => {
          const label = t("wallboard.cell", { measure: t(`measure.${code}`), queue: queue.name });
          return html`<td key=${code}>
            <${CellFigure}
              value=${cellValue(queue, code)}
              label=${label}
              about=${{ ...about, queue: queue.id }}
            />
          </td>`;
        })}
      </tr>`,
    )}
  <//>`;
}

function cellValue(queue, code) {
  if (code === "waiting") return shownCount(queue.waiting);
  if (code === "longest_wait") return html`<${Longest} since=${queue.oldest_at_ms} />`;
  return code in queue.counts ? shownCount(queue.counts[code]) : shownValue(queue.measures[code]);
}
