// One Interaction in the list: who, since when somebody waits, the last words, what is new.

import { chosen, customerName, dismissMention, isMentionNew, mentionOf } from "../desk.js";
import { isParkedOpenly, pins, titleOf, unread } from "../desk.js";
import { classes, html } from "../dom.js";
import { t, whenOf } from "../i18n.js";
import { Icon } from "../icons.js";
import { transcripts } from "../history.js";
import { answeredAt, lastWritten, unansweredSince } from "../lines.js";
import { shownName } from "../names.js";
import { principal, queueName, staffName } from "../session.js";
import { Said } from "../text.js";
import { writersOf } from "../typing.js";
import { Slot } from "./panels.js";
import { Unread } from "./rail.js";
import { Elapsed, Remaining } from "./time.js";

const TONES = 6;

export function Row({ interaction }) {
  const { id, queue, state } = interaction;
  const { lines = [] } = transcripts.get(id) ?? {};
  const isChosen = chosen.value?.id === id;
  const count = isChosen ? 0 : unread(id);
  return html`<li class="row-place">
    <${Entry} interaction=${interaction} isNew=${count > 0}>
      <${RowTime} interaction=${interaction} lines=${lines} />
      <${Preview} id=${id} lines=${lines} state=${state} />
      <span class="row-marks">
        <${Slot} name="list-badge" interaction=${interaction} />
        ${pins.value.includes(id) && html`<${Icon} name="pin" label=${t("row.pinned")} />`}
        ${count > 0 && html`<${Unread} count=${count} />`}
      </span>
      <span class="row-queue"><${Icon} name="chat" /> ${queueName(queue)}</span>
    <//>
  </li>`;
}

function Entry({ interaction, isNew, children }) {
  const { id, customer } = interaction;
  const name = titleOf(interaction);
  return html`<a
    class=${classes("row", isNew && "has-unread")}
    href="#work/${encodeURIComponent(id)}"
    aria-current=${chosen.value?.id === id ? "true" : undefined}
  >
    <${Avatar} name=${name} id=${customer ?? id} />
    <span class="row-name">${name}</span>
    ${children}
  </a>`;
}

/** One Interaction of somebody else, in which a note mentions the agent. */
export function MentionRow({ interaction }) {
  const { id, queue, customer } = interaction;
  const { agent, text, at_ms } = mentionOf(id);
  const isNew = chosen.value?.id !== id && isMentionNew(id);
  const name = customerName(customer, transcripts.get(id)?.customer?.name);
  return html`<li class="row-place">
    <${Entry} interaction=${interaction} isNew=${isNew}>
      ${at_ms > 0 && html`<span class="row-time"><${Elapsed} from=${at_ms} /></span>`}
      <span class="row-preview">
        ${agent &&
        html`<${Said}
          of="mention.by"
          name=${staffName(agent)}
          text=${text ?? t("message.erased")}
        />`}
      </span>
      <span class="row-marks">${isNew && html`<${NewMention} />`}</span>
      <span class="row-queue"><${Icon} name="note" /> ${queueName(queue)}</span>
    <//>
    <button
      class="plain row-dismiss"
      aria-label=${t("mention.dismiss_of", { name })}
      onClick=${() => dismissMention(id)}
    >
      <${Icon} name="close" />
    </button>
  </li>`;
}

function NewMention() {
  return html`<span class="unread is-mention">
    <${Icon} name="mention" label=${t("mention.new")} />
  </span>`;
}

function Preview({ id, lines, state }) {
  const isWriting = writersOf(id).includes("customer");
  const words = isWriting ? t("row.typing") : preview(lines, state);
  return html`<span class=${classes("row-preview", isWriting && "is-typing")}>${words}</span>`;
}

function preview(lines, state) {
  if (state === "WRAP_UP") return t("row.wrap_up");
  if (state === "PARKED") return t("row.parked");
  const last = lastWritten(lines);
  if (!last) return t("row.nothing_said");
  const { kind, from, agent, files = [] } = last;
  const text = last.text ?? files[0]?.name ?? t(files.length ? "files.unnamed" : "message.erased");
  if (kind === "note") return t("row.note", { text });
  if (kind === "whisper") return t("row.whisper", { text });
  if (from !== "agent") return text;
  const isMine = agent === principal.value.id;
  if (isMine) return t("row.mine", { text });
  const name = shownName(last.staff) ?? staffName(agent);
  return html`<${Said} of="row.theirs" name=${name} text=${text} />`;
}

// Whoever waits counts more than how long it all takes.
function RowTime({ interaction, lines }) {
  const { state, wrap_up_due_at_ms, parked_until_ms, entered_at_ms } = interaction;
  if (state === "WRAP_UP") {
    return html`<span class="row-time" title=${t("row.time_wrap_up")}>
      <${Remaining} until=${wrap_up_due_at_ms} />
    </span>`;
  }
  if (state === "PARKED") {
    const when = isParkedOpenly(interaction) ? null : whenOf(parked_until_ms);
    return html`<span class="row-time">${when}</span>`;
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
