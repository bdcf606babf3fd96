// The work of the center, Interaction by Interaction: what waits, is engaged, is parked.

import { signal } from "@preact/signals";
import { go, place } from "../desk.js";
import { html } from "../dom.js";
import { countOf, inOrder, named, t } from "../i18n.js";
import { Pages } from "../parts/pages.js";
import { Skeleton } from "../parts/skeleton.js";
import { Table } from "../parts/table.js";
import { Elapsed, Remaining } from "../parts/time.js";
import { openWork } from "../parts/work-sheet.js";
import { board, queueName, staffName } from "../session.js";
import { LISTS, markOf, places, queues, workOf } from "../supervising/work.js";

// What a screen may hold of thousands.
const PAGE = 50;

const list = signal("waiting");
const page = signal(0);

export function Queues() {
  if (!board.isFilled.value) return html`<${Skeleton} lines=${6} />`;
  const queue = place.value.id;
  const all = workOf(list.value, queue);
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const at = Math.min(page.value, pages - 1);
  const turn = (to) => {
    page.value = to;
  };
  return html`<div class="wallboard queues">
    <header class="wallboard-head">
      <h1>${queue ? queueName(queue) : t("queues.title")}</h1>
      <${Chooser} queue=${queue} />
      <${Lists} queue=${queue} />
    </header>
    ${all.length
      ? html`<${WorkTable} rows=${all.slice(at * PAGE, at * PAGE + PAGE)} queue=${queue} />`
      : html`<p class="list-empty">${t(`queues.empty.${list.value}`)}</p>`}
    ${pages > 1 && html`<${Pages} at=${at} pages=${pages} turn=${turn} />`}
  </div>`;
}

function Chooser({ queue }) {
  const all = queues().sort((one, other) => inOrder(queueName(one.id), queueName(other.id)));
  const choose = ({ target }) => {
    page.value = 0;
    go("queues", target.value || undefined);
  };
  return html`<label class="field">
    <span class="visually-hidden">${t("wallboard.queue")}</span>
    <select value=${queue ?? ""} onChange=${choose}>
      <option value="">${t("queues.all")}</option>
      ${all.map(({ id }) => html`<option key=${id} value=${id}>${queueName(id)}</option>`)}
    </select>
  </label>`;
}

function Lists({ queue }) {
  return html`<div class="shapes" role="group" aria-label=${t("queues.lists")}>
    ${Object.keys(LISTS).map((name) => {
      const count = workOf(name, queue).length;
      const act = () => {
        list.value = name;
        page.value = 0;
      };
      const isChosen = String(list.value === name);
      return html`<button class="secondary" key=${name} aria-pressed=${isChosen} onClick=${act}>
        ${t(`queues.list.${name}`, { number: countOf(count) })}
      </button>`;
    })}
  </div>`;
}

const COLUMNS = {
  waiting: ["customer", "queue", "state", "waits", "place", "class", "owner"],
  engaged: ["customer", "queue", "state", "waits", "class", "owner"],
  parked: ["customer", "queue", "until", "class", "owner"],
};

function WorkTable({ rows, queue }) {
  const columns = COLUMNS[list.value].filter((name) => name !== "queue" || !queue);
  const caption = t(`queues.caption.${list.value}`);
  return html`<${Table}
    caption=${caption}
    columns=${columns.map((name) => t(`queues.column.${name}`))}
  >
    ${rows.map((each) => html`<${Row} key=${each.id} interaction=${each} columns=${columns} />`)}
  <//>`;
}

function Row({ interaction, columns }) {
  const [, ...others] = columns;
  return html`<tr>
    <th scope="row">
      <button
        class="cell-figure"
        aria-haspopup="dialog"
        onClick=${() => openWork(interaction.id)}
      >
        ${markOf(interaction)}
      </button>
    </th>
    ${others.map((name) => html`<td key=${name}>${cell(name, interaction) ?? "–"}</td>`)}
  </tr>`;
}

function cell(name, interaction) {
  const { id, state, queue, entered_at_ms, service_class } = interaction;
  const cells = {
    queue: () => queueName(queue),
    state: () => named("state", state),
    waits: () => entered_at_ms && html`<${Elapsed} from=${entered_at_ms} />`,
    place: () => places.value.get(id),
    class: () => service_class,
    owner: () => holders(interaction).map(staffName).join(", "),
    until: () => html`<${Remaining} until=${interaction.parked_until_ms ?? 0} />`,
  };
  return cells[name]() || undefined;
}

// Whose it is, to whom it is held out, or who laid it aside.
function holders({ id, state, owner, last_agent }) {
  if (owner) return [owner];
  if (state === "PARKED" && last_agent) return [last_agent];
  if (state !== "OFFERED") return [];
  return board.offers.all().flatMap((each) => (each?.interaction === id ? [each.agent] : []));
}
