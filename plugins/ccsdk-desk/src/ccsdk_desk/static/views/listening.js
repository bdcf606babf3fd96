// A talk that somebody else has: to read it, to whisper to its owner, to take part.

import { useEffect, useState } from "preact/hooks";
import { busy } from "../commands.js";
import { go, place } from "../desk.js";
import { classes, html } from "../dom.js";
import { transcripts } from "../history.js";
import { named, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Messages } from "../parts/messages.js";
import { Skeleton } from "../parts/skeleton.js";
import { board, principal, queueName, staffName } from "../session.js";
import { leaveTalk, say, takePart } from "../supervising/commands.js";
import { followTalk } from "../supervising/listening.js";
import { markOf, roleIn } from "../supervising/work.js";
import { Said } from "../text.js";

const ROLES = ["monitor", "whisper", "member"];

export function Listening() {
  const { id } = place.value;
  useEffect(() => followTalk(id), [id]);
  if (!board.isFilled.value) return html`<${Skeleton} lines=${6} />`;
  const interaction = board.interactions.get(id);
  if (interaction?.state !== "ENGAGED") return html`<${Over} id=${id} />`;
  const role = roleIn(interaction, principal.value.id);
  const transcript = transcripts.get(id);
  const name = transcript?.customer?.name ?? markOf(interaction);
  return html`<section class="pane listening" aria-label=${t("pane.of", { name })}>
    <${Head} interaction=${interaction} name=${name} role=${role} />
    ${role
      ? html`<${Messages} interaction=${interaction} transcript=${transcript} name=${name} />`
      : html`<${Outside} interaction=${interaction} />`}
    ${["whisper", "member"].includes(role) &&
    html`<${Writing} key=${role} interaction=${interaction} role=${role} name=${name} />`}
  </section>`;
}

function Over({ id }) {
  return html`<div class="nothing">
    <span class="nothing-icon"><${Icon} name="check" /></span>
    <h1>${t("listen.over")}</h1>
    <button class="secondary" onClick=${() => go("queues")}>${t("listen.back")}</button>
    <button class="secondary" onClick=${() => go("closed", id)}>${t("work_sheet.reread")}</button>
  </div>`;
}

function Head({ interaction, name, role }) {
  const { id, queue, channel, owner } = interaction;
  const facts = { queue: queueName(queue), channel: named("channel", channel) };
  return html`<header class="pane-head">
    <button class="plain" aria-label=${t("listen.back")} onClick=${() => go("queues")}>
      <${Icon} name="back" />
    </button>
    <div class="pane-title">
      <h1><span class="pane-name">${name}</span></h1>
      <p class="quiet">
        <${Said} of="pane.facts" ...${facts} />${" "}
        ${owner && html`<${Said} of="listen.with" name=${staffName(owner)} />`}
      </p>
    </div>
    <${Roles} id=${id} role=${role} />
  </header>`;
}

function Roles({ id, role }) {
  const isBusy = busy.value.has(`listen:${id}`);
  return html`<div class="shapes" role="group" aria-label=${t("listen.roles")}>
    ${ROLES.map(
      (each) => html`<button
        key=${each}
        id=${`listen-${each}`}
        class="secondary"
        aria-pressed=${String(each === role)}
        disabled=${isBusy}
        onClick=${() => each === role || takePart(id, each)}
      >
        ${t(`listen.${each}`)}
      </button>`,
    )}
    ${role &&
    html`<button
      id="listen-stop"
      class="secondary"
      disabled=${isBusy}
      onClick=${() => leaveTalk(id)}
    >
      ${t("listen.stop")}
    </button>`}
  </div>`;
}

// Before anything is read it is said who notices what.
function Outside({ interaction: { owner } }) {
  return html`<div class="nothing">
    <span class="nothing-icon"><${Icon} name="eye" /></span>
    <h2>${t("listen.outside")}</h2>
    <dl class="listen-means">
      ${ROLES.map(
        (each) => html`<div key=${each}>
          <dt>${t(`listen.${each}`)}</dt>
          <dd>${t(`listen.${each}_means`, { name: staffName(owner) })}</dd>
        </div>`,
      )}
    </dl>
  </div>`;
}

// Who reads it stands above the field, so that nothing goes to the wrong one.
function Writing({ interaction: { id, owner }, role, name }) {
  const [text, setText] = useState("");
  const isBusy = busy.value.has(`say:${id}`);
  const to = role === "whisper" ? staffName(owner) : name;
  const submit = async (event) => {
    event.preventDefault();
    if (text.trim() && !isBusy && (await say(id, role, text.trim()))) setText("");
  };
  const press = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return html`<form class=${classes("say", `say-${role}`)} onSubmit=${submit}>
    <label for="say">${t(`listen.${role}_to`, { name: to })}</label>
    <div class="say-row">
      <textarea
        id="say"
        rows="2"
        dir="auto"
        value=${text}
        onInput=${({ target }) => setText(target.value)}
        onKeyDown=${press}
      ></textarea>
      <button class="primary" disabled=${isBusy || !text.trim()}>
        ${t(`listen.${role}_send`)}
      </button>
    </div>
  </form>`;
}
