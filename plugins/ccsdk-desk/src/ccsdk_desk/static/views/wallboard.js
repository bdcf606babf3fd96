// The wallboard of the first walk: what waits and who works, to read. The table holds the
// same numbers as the tiles. Counts are the center's since its first start, and say so.

import { signal } from "@preact/signals";
import { html } from "../dom.js";
import { share, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Agents } from "../parts/agents.js";
import { Skeleton } from "../parts/skeleton.js";
import { Table } from "../parts/table.js";
import { Elapsed } from "../parts/time.js";
import { board } from "../session.js";
import { WAITING_STATES } from "../store.js";

const shape = signal("tiles");

/** What the wallboard says of a queue; every figure as the tile and the table show it. */
function figuresOf(queue, waiting) {
  const entered = waiting.map((each) => each.entered_at_ms).filter(Boolean);
  const ended = queue.answered + queue.abandoned;
  return {
    id: queue.id,
    name: queue.name,
    waiting: waiting.length,
    oldest_at_ms: entered.length ? Math.min(...entered) : null,
    in_target: queue.answered_in_target,
    ended,
    service_level: share(queue.answered_in_target, ended),
    ratio: ended ? queue.answered_in_target / ended : 0,
    target_s: Math.round(queue.target_ms / 1000),
    answered: queue.answered,
    abandoned: queue.abandoned,
  };
}

export function Wallboard() {
  if (!board.isFilled.value) return html`<${Skeleton} lines=${6} />`;
  const waiting = board.interactions.all().filter((each) => WAITING_STATES.includes(each?.state));
  const byQueue = Map.groupBy(waiting, ({ queue }) => queue);
  const queues = board.queues.all().filter(Boolean);
  const figures = queues.map((queue) => figuresOf(queue, byQueue.get(queue.id) ?? []));
  const isTable = shape.value === "table";
  return html`<div class="wallboard">
    <header class="wallboard-head">
      <h1>${t("wallboard.title")}</h1>
      <p class="quiet">${t("wallboard.since")}</p>
      <${Shape} />
    </header>
    ${figures.length === 0 && html`<p class="list-empty">${t("wallboard.no_queues")}</p>`}
    ${isTable ? html`<${Figures} figures=${figures} />` : html`<${Tiles} figures=${figures} />`}
    <${Agents} />
  </div>`;
}

function Shape() {
  return html`<div class="shapes" role="group" aria-label=${t("wallboard.shape")}>
    ${["tiles", "table"].map((name) => {
      const choose = () => {
        shape.value = name;
      };
      const isChosen = String(shape.value === name);
      return html`<button class="secondary" key=${name} aria-pressed=${isChosen} onClick=${choose}>
        <${Icon} name=${name} /> ${t(`wallboard.${name}`)}
      </button>`;
    })}
  </div>`;
}

function Tiles({ figures }) {
  return html`<ul class="tiles">
    ${figures.map((each) => html`<${Tile} key=${each.id} figure=${each} />`)}
  </ul>`;
}

function Tile({ figure }) {
  const { id, name, waiting, oldest_at_ms, service_level, in_target, ended, target_s } = figure;
  return html`<li class=${waiting ? "tile has-waiting" : "tile"} aria-labelledby=${`tile-${id}`}>
    <h2 id=${`tile-${id}`}>${name}</h2>
    <div class="tile-now">
      <p class="figure"><strong>${waiting}</strong> <span>${t("wallboard.waiting")}</span></p>
      <p class="figure">
        <strong>${oldest_at_ms ? html`<${Elapsed} from=${oldest_at_ms} />` : "–"}</strong>
        <span>${t("wallboard.longest")}</span>
      </p>
    </div>
    <div class="tile-level">
      <p>
        <span>${t("wallboard.service_level", { target_s })}</span> <strong>${service_level}</strong>
      </p>
      <${Bar} ratio=${figure.ratio} />
      <p class="quiet">${t("wallboard.service_level_of", { in_target, ended })}</p>
    </div>
    <dl class="tile-counts">
      <div><dt>${t("wallboard.answered")}</dt><dd>${figure.answered}</dd></div>
      <div><dt>${t("wallboard.abandoned")}</dt><dd>${figure.abandoned}</dd></div>
    </dl>
  </li>`;
}

function Bar({ ratio }) {
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-whole" width="100" height="6" rx="3" />
    <rect class="bar-part" width=${ratio * 100} height="6" rx="3" />
  </svg>`;
}

const COLUMNS = ["queue", "waiting", "longest", "service_level_plain", "answered", "abandoned"];

function Figures({ figures }) {
  const columns = COLUMNS.map((name) => t(`wallboard.${name}`));
  return html`<${Table} caption=${t("wallboard.caption")} columns=${columns}>
    ${figures.map((each) => html`<${Row} key=${each.id} figure=${each} />`)}
  <//>`;
}

function Row({ figure }) {
  const { in_target, ended, service_level, oldest_at_ms } = figure;
  return html`<tr>
    <th scope="row">${figure.name}</th>
    <td>${figure.waiting}</td>
    <td>${oldest_at_ms ? html`<${Elapsed} from=${oldest_at_ms} />` : "–"}</td>
    <td>
      ${service_level}${" "}
      <span class="quiet">${t("wallboard.service_level_of", { in_target, ended })}</span>
    </td>
    <td>${figure.answered}</td>
    <td>${figure.abandoned}</td>
  </tr>`;
}
