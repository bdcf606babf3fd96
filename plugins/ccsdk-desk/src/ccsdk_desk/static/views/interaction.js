// The open Interaction: who it is, what was said, and what to do next.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isStanding } from "../acts.js";
import { WhyButton } from "../asking.js";
import { busy, end } from "../commands.js";
import { dismissMention, focusAsked, go, isOwn, isRead, titleOf } from "../desk.js";
import { pins, togglePin } from "../desk.js";
import { html } from "../dom.js";
import { Routing } from "../lazy.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { transcripts } from "../history.js";
import { answeredAt } from "../lines.js";
import { Listeners } from "../parts/listeners.js";
import { Acts } from "../parts/acts.js";
import { Composer } from "../parts/composer.js";
import { Messages } from "../parts/messages.js";
import { Avatar } from "../parts/row.js";
import { Elapsed } from "../parts/time.js";
import { own, principal, queueName, staffName } from "../session.js";
import { Said } from "../text.js";

export function InteractionPane({ interaction }) {
  const { id, asker, parent } = interaction;
  const transcript = transcripts.get(id);
  const name = titleOf(interaction);
  const partner = asker ? staffName(asker) : name;
  const isBeside = parent || own.interaction(interaction.child)?.state === "ENGAGED";
  return html`<section class="pane" aria-label=${t("pane.of", { name })}>
    <${Head} interaction=${interaction} name=${name} lines=${transcript?.lines ?? []} />
    <${Listeners} interaction=${interaction} />
    ${isOwn(id) &&
    isStanding(interaction) &&
    html`<${Routing} show="Standing" interaction=${interaction} name=${name} />`}
    <div class="pane-split">
      <div class="pane-main">
        ${isRead(interaction)
          ? html`<${Messages} ...${{ interaction, transcript, name: partner }} />`
          : html`<p class="pane-away quiet">${t(`pane.away_${interaction.state}`)}</p>`}
        <${Foot} interaction=${interaction} name=${partner} />
      </div>
      ${isOwn(id) && isBeside && html`<${Routing} show="Beside" interaction=${interaction} />`}
    </div>
  </section>`;
}

// What can be written now: to the customer, about them afterwards, a note, or nothing more.
function Foot({ interaction, name }) {
  const { id, state } = interaction;
  if (isOwn(id) && state === "WRAP_UP") {
    return html`<${Routing} show="WrapUp" interaction=${interaction} />`;
  }
  if (state === "PARKED") return null;
  if (state === "CLOSED") {
    return html`<p class="pane-over"><${Icon} name="lock" /> ${t("pane.closed")}</p>`;
  }
  return html`<${Composer} interaction=${interaction} name=${name} />`;
}

function Head({ interaction, name, lines }) {
  const { id, customer, queue, channel, is_verified } = interaction;
  const facts = { queue: queueName(queue), channel: t(`channel.${channel}`) };
  return html`<header class="pane-head">
    <button class="plain back" aria-label=${t("pane.back")} onClick=${() => go("work")}>
      <${Icon} name="back" />
    </button>
    <${Avatar} name=${name} id=${customer ?? id} />
    <div class="pane-title">
      <h2>
        <span class="pane-name">${name}</span>
        ${is_verified && html`<${Icon} name="verified" label=${t("customer.verified")} />`}
      </h2>
      <p class="quiet">
        <${Said} of="pane.facts" ...${facts} />${" "}
        <${Engaged} from=${answeredAt(lines)} />
      </p>
    </div>
    ${isOwn(id)
      ? html`<${WhyMine} lines=${lines} /><${Pin} id=${id} /><${Acts} interaction=${interaction} />
          ${isEndable(interaction) && html`<${End} id=${id} name=${name} />`}`
      : html`<${Reading} interaction=${interaction} />`}
  </header>`;
}

// The Offer that led here, as long as the answer stands among the lines.
function WhyMine({ lines }) {
  const self = principal.value.id;
  const { offer } = lines.findLast((each) => each.offer && each.agent === self) ?? {};
  return offer && html`<${WhyButton} about=${{ offer }} code="me" />`;
}

// Whoever consults somebody ends that first, so that nobody is dropped.
function isEndable({ state, owner, child }) {
  return state === "ENGAGED" && owner === principal.value.id && !child;
}

function Pin({ id }) {
  const isPinned = String(pins.value.includes(id));
  const label = t("pane.pin");
  const act = () => togglePin(id);
  return html`<button class="plain" aria-pressed=${isPinned} aria-label=${label} onClick=${act}>
    <${Icon} name="pin" />
  </button>`;
}

// Somebody else's work, which a note opened: it says whose, and can be put away.
function Reading({ interaction: { id, owner } }) {
  const putAway = () => {
    go("work");
    dismissMention(id);
  };
  return html`
    <p class="reading">
      <${Icon} name="eye" />
      <span>
        ${owner
          ? html`<${Said} of="pane.reading_of" name=${staffName(owner)} />`
          : t("pane.reading")}
      </span>
    </p>
    <button class="secondary" onClick=${putAway}>${t("mention.dismiss")}</button>
  `;
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
    <span class="end-words"><${Said} of="end.question" name=${name} /></span>
    <button class="danger" ref=${yes} disabled=${busy.value.has(`end:${id}`)} onClick=${confirm}>
      ${t("end.yes")}
    </button>
    <button class="secondary" onClick=${onLeave}>${t("end.no")}</button>
  </div>`;
}
