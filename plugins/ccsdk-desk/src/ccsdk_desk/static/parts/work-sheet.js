// One Interaction as a supervisor acts upon it: where it stands, why, and what can be done.

import { useState } from "preact/hooks";
import { askWhy } from "../asking.js";
import { busy } from "../commands.js";
import { go } from "../desk.js";
import { html } from "../dom.js";
import { instantOf, named, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Later } from "../lazy.js";
import { tellRefusal } from "../telling.js";
import { board, bus, queueName, staffName } from "../session.js";
import { WAITING_STATES, eventName } from "../store.js";
import { cancel, endWrapUp, moveTo, reassign } from "../supervising/commands.js";
import { resume, setPriority } from "../supervising/commands.js";
import { colleaguesOf, firstPlace, markOf, places, queues } from "../supervising/work.js";
import { SheetHead, closeSheet, openSheet } from "./sheet.js";
import { Elapsed } from "./time.js";
import { TwoPresses } from "./two-presses.js";

/** Open what can be done with an Interaction. */
export function openWork(id) {
  openSheet(() => html`<${WorkSheet} id=${id} />`);
}

function WorkSheet({ id }) {
  const interaction = board.interactions.get(id);
  if (!interaction || interaction.state === "CLOSED") {
    return html`<${SheetHead} title=${t("work_sheet.over")} /><${Reread} id=${id} />`;
  }
  const { state, queue, channel, owner, parent } = interaction;
  const isWaiting = WAITING_STATES.includes(state);
  const where = { queue: queueName(queue), channel: named("channel", channel) };
  return html`
    <${SheetHead} title=${markOf(interaction)}>${t("pane.facts", where)}<//>
    <${Facts} interaction=${interaction} />
    ${isWaiting && html`<${Waiting} key=${queue} interaction=${interaction} />`}
    ${state === "ENGAGED" && html`<${Engaged} interaction=${interaction} />`}
    ${state === "ENGAGED" &&
    !parent &&
    html`<${Reassign} key=${owner} interaction=${interaction} />`}
    ${state === "PARKED" && html`<${Parked} id=${id} />`}
    ${Object.keys(interaction.wrap_ups ?? {}).map(
      (agent) => html`<${WrapUp} key=${agent} id=${id} agent=${agent} />`,
    )}
    <${Cancel} interaction=${interaction} />
    ${isWaiting && html`<${Waits} interaction=${interaction} />`}
  `;
}

function Reread({ id }) {
  const act = () => {
    closeSheet();
    go("closed", id);
  };
  return html`<section class="act act-row">
    <button class="secondary" onClick=${act}>
      <${Icon} name="archive" /> ${t("work_sheet.reread")}
    </button>
  </section>`;
}

function Facts({ interaction }) {
  const { id, state, entered_at_ms, owner, service_class, parked_until_ms } = interaction;
  const facts = [
    ["id", id],
    ["state", named("state", state)],
    ["waits", entered_at_ms && html`<${Elapsed} from=${entered_at_ms} />`],
    ["place", places.value.get(id)],
    ["class", service_class],
    ["owner", owner && staffName(owner)],
    ["until", parked_until_ms && instantOf(parked_until_ms)],
  ];
  return html`<dl class="explain-facts">
    ${facts
      .filter(([, words]) => words)
      .map(
        ([code, words]) =>
          html`<div key=${code}><dt>${t(`queues.column.${code}`)}</dt><dd>${words}</dd></div>`,
      )}
  </dl>`;
}

function Waiting({ interaction }) {
  return html`<${Move} interaction=${interaction} /><${Priority} interaction=${interaction} />`;
}

// It comes later and grows: above a button it would push that from under somebody's pointer.
function Waits({ interaction: { id, state, tier, head_start_ms } }) {
  const since = [state, tier, head_start_ms, places.value.get(id)].join();
  return html`<section class="act">
    <h3>${t("why.ask.waiting")}</h3>
    <${Later} part="why" show="Why" about=${{ interaction: id }} since=${since} />
  </section>`;
}

function Move({ interaction: { id, queue } }) {
  const others = queues().filter((each) => each.id !== queue);
  const [chosen, choose] = useState(others[0]?.id);
  if (!others.length) return null;
  const act = () => moveTo(id, chosen);
  return html`<section class="act">
    <h3>${t("work_sheet.move")}</h3>
    <div class="act-row">
      <label class="field">
        <span>${t("wallboard.queue")}</span>
        <select value=${chosen} onChange=${({ target }) => choose(target.value)}>
          ${others.map(
            (each) => html`<option key=${each.id} value=${each.id}>${queueName(each.id)}</option>`,
          )}
        </select>
      </label>
      <button class="secondary" disabled=${busy.value.has(`work:${id}`)} onClick=${act}>
        ${t("work_sheet.move_now")}
      </button>
    </div>
    <p class="quiet">${t("work_sheet.move_means")}</p>
  </section>`;
}

const MINUTE_MS = 60_000;
const AHEAD_MIN = [5, 15];

function Priority({ interaction }) {
  const { id, tier = 0, head_start_ms = 0 } = interaction;
  /** @type {[string, string, {tier: number, head_start_ms: number}][]} */
  const steps = [
    ["first", t("work_sheet.first"), firstPlace(interaction)],
    ...AHEAD_MIN.map((count) => stepOf(count)),
    ["normal", t("work_sheet.normal"), { tier: 0, head_start_ms: 0 }],
  ];
  const isNow = (place) => place.tier === tier && place.head_start_ms === head_start_ms;
  return html`<section class="act">
    <h3>${t("work_sheet.priority")}</h3>
    <div class="act-row">
      ${steps.map(
        ([code, words, place]) => html`<button
          key=${code}
          class="secondary"
          disabled=${busy.value.has(`work:${id}`) || isNow(place)}
          onClick=${() => setPriority(id, place)}
        >
          ${words}
        </button>`,
      )}
    </div>
    <p class="quiet">${t("work_sheet.priority_means")}</p>
  </section>`;
}

/** @returns {[string, string, {tier: number, head_start_ms: number}]} */
function stepOf(count) {
  const words = t("work_sheet.ahead", { count });
  return [`ahead_${count}`, words, { tier: 0, head_start_ms: count * MINUTE_MS }];
}

function Engaged({ interaction: { id, owner } }) {
  const listen = () => {
    closeSheet();
    go("listen", id);
  };
  return html`<section class="act act-row">
    <button class="secondary" onClick=${listen}>
      <${Icon} name="eye" /> ${t("work_sheet.listen")}
    </button>
    ${owner &&
    html`<button class="plain why-button" onClick=${() => askWhyOwner(id)}>
      <${Icon} name="help" /> ${t("why.ask.owner", { name: staffName(owner) })}
    </button>`}
  </section>`;
}

// Whoever logs out meanwhile stays chosen: that is refused in words, and nobody else is hit.
function Reassign({ interaction: { id, queue, owner } }) {
  const [chosen, choose] = useState(`queue:${queue}`);
  const [kind, target] = parted(chosen);
  const to = kind === "queue" ? queueName(target) : staffName(target);
  const option = (of, each, words) =>
    html`<option key=${`${of}:${each}`} value=${`${of}:${each}`}>${words}</option>`;
  return html`<section class="act">
    <h3>${t("work_sheet.reassign")}</h3>
    <label class="field">
      <span>${t("work_sheet.give_to")}</span>
      <select value=${chosen} onChange=${({ target: { value } }) => choose(value)}>
        <optgroup label=${t("wallboard.queues")}>
          ${queues().map((each) => option("queue", each.id, queueName(each.id)))}
        </optgroup>
        <optgroup label=${t("agents.title")}>
          ${colleaguesOf(owner).map((each) => option("agent", each.id, staffName(each.id)))}
        </optgroup>
      </select>
    </label>
    <${TwoPresses}
      words=${t("work_sheet.reassign_now")}
      question=${t("work_sheet.reassign_question", { name: staffName(owner), to })}
      yes=${t("work_sheet.reassign_now")}
      isBusy=${busy.value.has(`work:${id}`)}
      act=${() => reassign(id, { [kind]: target })}
    />
    <p class="quiet">${t("work_sheet.reassign_means")}</p>
  </section>`;
}

// An id may hold a colon itself.
function parted(chosen) {
  const at = chosen.indexOf(":");
  return [chosen.slice(0, at), chosen.slice(at + 1)];
}

// Which Offer led to the talk is told by what happened.
async function askWhyOwner(interaction) {
  try {
    const { items } = await bus.request("history.v1", { interaction, limit: 100 });
    const answered = items.findLast((each) => eventName(each) === "OfferAccepted");
    if (answered) askWhy({ offer: answered.offer });
  } catch (error) {
    tellRefusal(error);
  }
}

function Parked({ id }) {
  return html`<section class="act act-row">
    <button
      class="secondary"
      disabled=${busy.value.has(`work:${id}`)}
      onClick=${() => resume(id)}
    >
      ${t("work_sheet.resume")}
    </button>
  </section>`;
}

function WrapUp({ id, agent }) {
  return html`<section class="act act-row">
    <button
      class="secondary"
      disabled=${busy.value.has(`agent:${agent}`)}
      onClick=${() => endWrapUp(id, agent)}
    >
      ${t("agent_sheet.end_wrap_up", { name: staffName(agent) })}
    </button>
  </section>`;
}

function Cancel({ interaction: { id, state } }) {
  if (state === "WRAP_UP") return null;
  const question = t(state === "ENGAGED" ? "work_sheet.cancel_talk" : "work_sheet.cancel_wait");
  return html`<section class="act act-row">
    <${TwoPresses}
      words=${t("work_sheet.cancel")}
      question=${question}
      yes=${t("work_sheet.cancel")}
      isBusy=${busy.value.has(`work:${id}`)}
      act=${() => cancel(id)}
    />
  </section>`;
}
