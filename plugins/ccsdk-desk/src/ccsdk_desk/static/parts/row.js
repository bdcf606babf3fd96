// One Interaction in the list: who, since when somebody waits, the last words, what is new.

import { chosen, customerName, pins, unread } from "../desk.js";
import { classes, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { transcripts } from "../history.js";
import { answeredAt, lastMessage, unansweredSince } from "../lines.js";
import { queueName } from "../session.js";
import { Unread } from "./rail.js";
import { Elapsed, Remaining } from "./time.js";

const TONES = 6;

export function Row({ interaction }) {
  const { id, customer, queue, state } = interaction;
  const { lines = [], customer: known } = transcripts.get(id) ?? {};
  const name = customerName(customer, known?.name);
  const isChosen = chosen.value?.id === id;
  const count = isChosen ? 0 : unread(id);
  return html`<li>
    <a
      class=${classes("row", count > 0 && "has-unread")}
      href="#work/${encodeURIComponent(id)}"
      aria-current=${isChosen ? "true" : undefined}
    >
      <${Avatar} name=${name} id=${customer ?? id} />
      <span class="row-name">${name}</span>
      <${RowTime} interaction=${interaction} lines=${lines} />
      <span class="row-preview">${preview(lines, state)}</span>
      <span class="row-marks">
        ${pins.value.includes(id) && html`<${Icon} name="pin" label=${t("row.pinned")} />`}
        ${count > 0 && html`<${Unread} count=${count} />`}
      </span>
      <span class="row-queue"><${Icon} name="chat" /> ${queueName(queue)}</span>
    </a>
  </li>`;
}

function preview(lines, state) {
  if (state === "WRAP_UP") return t("row.wrap_up");
  const last = lastMessage(lines);
  if (!last) return t("row.nothing_said");
  const text = last.text ?? t("message.erased");
  return last.from === "agent" ? t("row.mine", { text }) : text;
}

// Whoever waits counts more than how long it all takes.
function RowTime({ interaction, lines }) {
  const { state, wrap_up_due_at_ms, entered_at_ms } = interaction;
  if (state === "WRAP_UP") {
    return html`<span class="row-time" title=${t("row.time_wrap_up")}>
      <${Remaining} until=${wrap_up_due_at_ms} />
    </span>`;
  }
  const since = unansweredSince(lines);
  const from = since ?? answeredAt(lines) ?? entered_at_ms;
  if (!from) return null;
  const words = since ? "row.time_waiting" : "row.time_engaged";
  return html`<span class=${classes("row-time", since && "is-waiting")} title=${t(words)}>
    ${since && html`<${Icon} name="clock" />`}
    <span class="visually-hidden">${t(words)}</span>
    <${Elapsed} from=${from} />
  </span>`;
}

/** A customer's initial on a colour of their own; the name stands beside it. */
export function Avatar({ name, id }) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return html`<span class=${`avatar tone-${sum % TONES}`} aria-hidden="true">
    ${[...name][0].toUpperCase()}
  </span>`;
}
