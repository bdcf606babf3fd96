// The open Interaction: who it is, what was said, and what to do next.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { busy, end } from "../commands.js";
import { customerName, focusAsked, go, pins, togglePin } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { transcripts } from "../history.js";
import { answeredAt } from "../lines.js";
import { Composer } from "../parts/composer.js";
import { Messages } from "../parts/messages.js";
import { Avatar } from "../parts/row.js";
import { Elapsed } from "../parts/time.js";
import { WrapUp } from "../parts/wrap-up.js";
import { queueName } from "../session.js";

export function InteractionPane({ interaction }) {
  const { id, customer, state } = interaction;
  const transcript = transcripts.get(id);
  const name = customerName(customer, transcript?.customer?.name);
  return html`<section class="pane" aria-label=${t("pane.of", { name })}>
    <${Head} interaction=${interaction} name=${name} lines=${transcript?.lines ?? []} />
    <${Messages} id=${id} transcript=${transcript} name=${name} />
    ${state === "WRAP_UP"
      ? html`<${WrapUp} interaction=${interaction} />`
      : html`<${Composer} id=${id} name=${name} />`}
  </section>`;
}

function Head({ interaction, name, lines }) {
  const { id, customer, queue, channel, state } = interaction;
  const isPinned = pins.value.includes(id);
  const facts = { queue: queueName(queue), channel: t(`channel.${channel}`) };
  return html`<header class="pane-head">
    <button class="plain back" aria-label=${t("pane.back")} onClick=${() => go("work")}>
      <${Icon} name="back" />
    </button>
    <${Avatar} name=${name} id=${customer ?? id} />
    <div class="pane-title">
      <h2>${name}</h2>
      <p class="quiet">${t("pane.facts", facts)} <${Engaged} from=${answeredAt(lines)} /></p>
    </div>
    <button
      class="plain"
      aria-pressed=${String(isPinned)}
      aria-label=${t("pane.pin")}
      onClick=${() => togglePin(id)}
    >
      <${Icon} name="pin" />
    </button>
    ${state === "ENGAGED" && html`<${End} id=${id} name=${name} />`}
  </header>`;
}

function Engaged({ from }) {
  if (!from) return null;
  return html`<span class="pane-timer">${t("pane.engaged")} <${Elapsed} from=${from} /></span>`;
}

// Ending cannot be taken back and the customer sees it, so it takes two presses.
function End({ id, name }) {
  const [isAsking, setAsking] = useState(false);
  const leave = () => setAsking(false);
  if (isAsking) return html`<${EndQuestion} id=${id} name=${name} onLeave=${leave} />`;
  return html`<button class="secondary" id="end" onClick=${() => setAsking(true)}>
    ${t("end.button")}
  </button>`;
}

function EndQuestion({ id, name, onLeave }) {
  const yes = useRef(null);
  useLayoutEffect(() => yes.current.focus(), []);
  const question = t("end.question", { name });
  const confirm = async () => {
    focusAsked.value = id;
    if (!(await end(id))) focusAsked.value = null;
  };
  const pressed = (event) => event.key === "Escape" && onLeave();
  return html`<div class="end-question" role="group" aria-label=${question} onKeyDown=${pressed}>
    <span class="end-words">${question}</span>
    <button class="danger" ref=${yes} disabled=${busy.value.has(`end:${id}`)} onClick=${confirm}>
      ${t("end.yes")}
    </button>
    <button class="secondary" onClick=${onLeave}>${t("end.no")}</button>
  </div>`;
}
