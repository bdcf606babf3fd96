// What is over: the list of closed talks, and the one that is opened.

import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { customerName, place } from "../desk.js";
import { html } from "../dom.js";
import { retainReviews } from "../drafts.js";
import { inOrder, named, t, whenOf } from "../i18n.js";
import { Problem } from "../parts/guard.js";
import { Pages } from "../parts/pages.js";
import { Review } from "../parts/review.js";
import { Skeleton } from "../parts/skeleton.js";
import { Table } from "../parts/table.js";
import { closedTalks, followList, isKnown, isListed, listError } from "../reviewing/closed.js";
import { board, queueName, staffName } from "../session.js";

// What a screen may hold of thousands.
const PAGE = 50;
const COLUMNS = ["customer", "queue", "channel", "talked", "closed"];

const queue = signal("");
const agent = signal("");
const page = signal(0);

export function ClosedTalks() {
  const { id } = place.value;
  // Whoever comes to one talk, from a figure, asks for no list; who goes back to it has it.
  const isWanted = useRef(false);
  isWanted.current ||= !id;
  const [tries, setTries] = useState(0);
  useEffect(() => (isWanted.current ? followList() : undefined), [isWanted.current, tries]);
  if (!board.isFilled.value) return html`<${Skeleton} lines=${6} />`;
  if (id) return html`<${Review} key=${id} id=${id} />`;
  return html`<${Place} onRetry=${() => setTries(tries + 1)} />`;
}

function Place({ onRetry }) {
  const error = listError.value;
  if (error) return html`<${Problem} text=${t("closed.failed")} ...${{ error, onRetry }} />`;
  return isListed.value ? html`<${List} />` : html`<${Skeleton} lines=${6} />`;
}

function List() {
  useEffect(() => retainReviews(isKnown), []);
  const all = closedTalks({ queue: queue.value, agent: agent.value });
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const at = Math.min(page.value, pages - 1);
  const turn = (to) => {
    page.value = to;
  };
  return html`<div class="wallboard queues">
    <header class="wallboard-head">
      <h1>${t("closed.title")}</h1>
      <${Chooser} of=${queue} label="wallboard.queue" all="queues.all" ids=${idsOf(board.queues)} />
      <${Chooser} of=${agent} label="closed.agent" all="closed.all" ids=${idsOf(board.agents)} />
    </header>
    ${all.length
      ? html`<${Talks} rows=${all.slice(at * PAGE, at * PAGE + PAGE)} />`
      : html`<p class="list-empty">${t("closed.empty")}</p>`}
    ${pages > 1 && html`<${Pages} at=${at} pages=${pages} turn=${turn} />`}
  </div>`;
}

function idsOf(entities) {
  return entities.ids.value;
}

function Chooser({ of, label, all, ids }) {
  const nameOf = of === queue ? queueName : staffName;
  const sorted = [...ids].sort((one, other) => inOrder(nameOf(one), nameOf(other)));
  const choose = ({ target }) => {
    of.value = target.value;
    page.value = 0;
  };
  return html`<label class="field">
    <span class="visually-hidden">${t(label)}</span>
    <select value=${of.value} onChange=${choose}>
      <option value="">${t(all)}</option>
      ${sorted.map((id) => html`<option key=${id} value=${id}>${nameOf(id)}</option>`)}
    </select>
  </label>`;
}

function Talks({ rows }) {
  return html`<${Table}
    caption=${t("closed.caption")}
    columns=${COLUMNS.map((name) => t(`closed.column.${name}`))}
  >
    ${rows.map((each) => html`<${Row} key=${each.id} interaction=${each} />`)}
  <//>`;
}

function Row({ interaction }) {
  const { id, customer, channel, talked = [], closed_at_ms, queue: of } = interaction;
  return html`<tr>
    <th scope="row">
      <a class="cell-figure" href=${`#closed/${encodeURIComponent(id)}`}>
        ${customerName(customer ?? id)}
      </a>
    </th>
    <td>${queueName(of)}</td>
    <td>${named("channel", channel)}</td>
    <td>${talked.map(staffName).join(", ") || "–"}</td>
    <td>${closed_at_ms ? whenOf(closed_at_ms) : "–"}</td>
  </tr>`;
}
