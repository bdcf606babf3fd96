// How the open talk stands: on hold, a colleague asked, others in it, asked to another channel,
// parked, or a callback that rings. All of it is read from the store, so a reload shows the same.

import { customerLegs, staffLegs } from "../acts.js";
import { busy, send } from "../commands.js";
import { isParkedOpenly } from "../desk.js";
import { html } from "../dom.js";
import { named, t, whenOf } from "../i18n.js";
import { Icon } from "../icons.js";
import { wordsOf } from "../parts/acts.js";
import { Elapsed, Remaining } from "../parts/time.js";
import { own, principal, queueName, staffName } from "../session.js";
import { Said } from "../text.js";
import { occupied } from "./dialog.js";
import { perform } from "./perform.js";

export function Standing({ interaction, name }) {
  const { parent, child, state, visit_kind } = interaction;
  const isCallback = state === "CONNECTING" && visit_kind === "callback";
  return html`<div class="standing" role="group" aria-label=${t("standing.label")}>
    ${isCallback && html`<${Callback} interaction=${interaction} name=${name} />`}
    ${state === "PARKED" && html`<${Parked} interaction=${interaction} />`}
    ${parent && html`<${Asked} interaction=${interaction} />`}
    ${child && html`<${Consult} interaction=${interaction} />`}
    ${!child && html`<${Held} interaction=${interaction} />`}
    <${Elevation} interaction=${interaction} />
    ${!parent && html`<${Members} interaction=${interaction} />`}
  </div>`;
}

function Strip({ icon, tone = "", children }) {
  return html`<div class=${`standing-strip ${tone}`}><${Icon} name=${icon} />${children}</div>`;
}

function Button({ code, interaction, tone = "secondary" }) {
  const isBusy = busy.value.has(occupied(interaction.id));
  const press = () => perform({ code }, interaction);
  return html`<button class=${tone} disabled=${isBusy} onClick=${press}>
    ${wordsOf({ code })}
  </button>`;
}

function Held({ interaction }) {
  const held = customerLegs(interaction).find(({ state }) => state === "HELD");
  if (!held) return null;
  const isOwner = interaction.owner === principal.value.id;
  return html`<${Strip} icon="clock" tone="is-held">
    <p>${t("hold.since")} <${Elapsed} from=${held.since_ms} /></p>
    ${isOwner && html`<${Button} code="retrieve" interaction=${interaction} />`}
  <//>`;
}

// Who asks sees how far it is, and decides once somebody has answered.
function Consult({ interaction }) {
  const child = own.interaction(interaction.child) ?? {};
  const isAnswered = child.state === "ENGAGED";
  const who = child.owner ?? child.only;
  const name = who ? staffName(who) : queueName(child.queue);
  const held = customerLegs(interaction).find(({ state }) => state === "HELD");
  return html`<${Strip} icon="user" tone="is-consult">
    <p>
      <${Said} of=${isAnswered ? "consult.answered" : "consult.asking"} name=${name} />${" "}
      ${held &&
      html`<span class="quiet">· ${t("hold.since")} <${Elapsed} from=${held.since_ms} /></span>`}
    </p>
    <span class="standing-answers">
      ${isAnswered &&
      html`<${Button} code="complete" interaction=${interaction} tone="primary" />
        <${Button} code="merge" interaction=${interaction} />`}
      <${Button} code="cancel_consult" interaction=${interaction} />
    </span>
  <//>`;
}

function Asked({ interaction: { asker } }) {
  return html`<${Strip} icon="user" tone="is-consult">
    <p><${Said} of="consult.asked" name=${staffName(asker)} /></p>
  <//>`;
}

function Elevation({ interaction: { legs = [], join_due_at_ms: until } }) {
  const dialed = legs.find(({ party, state }) => party === "customer" && state === "DIALING");
  if (!dialed || !until) return null;
  return html`<${Strip} icon="chat">
    <p>
      ${t("elevation.asked", { channel: named("channel", dialed.channel) })}${" "}
      <${Remaining} until=${until} />
    </p>
  <//>`;
}

function Members({ interaction }) {
  const { invited = [] } = interaction;
  const legs = staffLegs(interaction);
  if (legs.length < 2 && invited.length === 0) return null;
  return html`<${Strip} icon="user">
    <ul class="members" aria-label=${t("members.label")}>
      ${legs.map((leg) => html`<${Member} key=${leg.leg} leg=${leg} />`)}
      ${invited.map(
        (agent) => html`<li key=${agent}>
          <bdi>${staffName(agent)}</bdi> <span class="quiet">${t("members.invited")}</span>
        </li>`,
      )}
    </ul>
  <//>`;
}

function Member({ leg: { who, role, state, since_ms } }) {
  const name = who === principal.value.id ? t("members.you") : staffName(who);
  const is = state === "DIALING" ? t("members.coming") : t(`members.${role}`);
  return html`<li>
    <bdi>${name}</bdi>${" "}
    <span class="quiet">${is} ${since_ms && html`<${Elapsed} from=${since_ms} />`}</span>
  </li>`;
}

function Parked({ interaction }) {
  const words = isParkedOpenly(interaction)
    ? t("parked.openly")
    : t("parked.until", { when: whenOf(interaction.parked_until_ms) });
  return html`<${Strip} icon="archive">
    <p>${words}</p>
    <${Button} code="resume" interaction=${interaction} tone="primary" />
  <//>`;
}

// A callback rings at the customer's: the talk begins when they say that they have come.
function Callback({ interaction: { id }, name }) {
  const occupies = occupied(id);
  const isBusy = busy.value.has(occupies);
  const fail = () =>
    send("ReportConnectFailed", { interaction: id, cause: "customer" }, { occupies });
  return html`<${Strip} icon="clock" tone="is-held">
    <p><${Said} of="callback.waits" name=${name} /></p>
    <button class="secondary" disabled=${isBusy} onClick=${fail}>${t("callback.away")}</button>
  <//>`;
}
