// My work: the list of my own Interactions, and the one that is open.

import { useLayoutEffect } from "preact/hooks";
import { chosen, go, isRead, me, mentions, parked, pickedFrom, place, rows } from "../desk.js";
import { html } from "../dom.js";
import { Routing } from "../lazy.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Panels } from "../parts/panels.js";
import { ready } from "../parts/presence.js";
import { MentionRow, Row } from "../parts/row.js";
import { Skeleton } from "../parts/skeleton.js";
import { own, phase } from "../session.js";
import { InteractionPane } from "./interaction.js";

const WIDE = matchMedia("(min-width: 45rem)");

export function Work() {
  const isFilled = own.isFilled.value;
  const isOpen = Boolean(chosen.value);
  useOpenRow();
  return html`<div class=${isOpen ? "work is-open" : "work"}>
    <section class="list" aria-labelledby="list-title">
      <header class="list-head">
        <h1 id="list-title">${t("work.title")}</h1>
        ${rows.value.length > 0 && html`<span class="count">${rows.value.length}</span>`}
      </header>
      ${isFilled ? html`<${List} />` : html`<${Skeleton} />`}
    </section>
    ${isOpen
      ? html`<${InteractionPane} key=${chosen.value.id} interaction=${chosen.value} />`
      : html`<section class="pane empty" aria-label=${t("pane.label")}>
          ${isFilled && html`<${Nothing} />`}
        </section>`}
    ${hasContext(chosen.value) && html`<${Panels} interaction=${chosen.value} />`}
  </div>`;
}

// What a consult is about stands beside it; of what is not one's own any more nothing is told.
function hasContext(interaction) {
  return interaction && isRead(interaction) && !interaction.parent;
}

// On a wide screen something is open as soon as there is something to open.
function useOpenRow() {
  const first = rows.value[0]?.id;
  const isNeeded = first && !chosen.value && (WIDE.matches || place.value.id);
  useLayoutEffect(() => {
    if (isNeeded) go("work", WIDE.matches ? first : undefined);
  }, [isNeeded, first]);
}

function List() {
  return html`<div class="rows-place">
    ${rows.value.length > 0
      ? html`<ul class="rows" aria-labelledby="list-title">
          ${rows.value.map((each) => html`<${Row} key=${each.id} interaction=${each} />`)}
        </ul>`
      : html`<p class="list-empty">${t("work.empty")}</p>`}
    ${parked.value.length > 0 && html`<${Parked} />`}
    ${pickedFrom.value.length > 0 && html`<${Routing} show="Pick" />`}
    ${mentions.value.length > 0 && html`<${Mentions} />`}
  </div>`;
}

function Parked() {
  return html`<section class="mentions" aria-labelledby="parked-title">
    <h2 id="parked-title"><${Icon} name="archive" /> ${t("parked.title")}</h2>
    <ul class="rows" aria-labelledby="parked-title">
      ${parked.value.map((each) => html`<${Row} key=${each.id} interaction=${each} />`)}
    </ul>
  </section>`;
}

function Mentions() {
  return html`<section class="mentions" aria-labelledby="mentions-title">
    <h2 id="mentions-title"><${Icon} name="mention" /> ${t("mention.title")}</h2>
    <ul class="rows">
      ${mentions.value.map((each) => html`<${MentionRow} key=${each.id} interaction=${each} />`)}
    </ul>
  </section>`;
}

function Nothing() {
  const { presence, reason } = me.value;
  if (phase.value.name !== "open") return null;
  if (presence === "READY") {
    return html`<div class="nothing">
      <span class="nothing-icon ready"><${Icon} name="check" /></span>
      <h2>${t("empty.ready")}</h2>
      <p>${t("empty.ready_means")}</p>
    </div>`;
  }
  const key = ["rona", "connection_lost"].includes(reason) ? reason : "not_ready";
  return html`<div class="nothing">
    <span class="nothing-icon"><${Icon} name="clock" /></span>
    <h2>${t(`empty.${key}`)}</h2>
    <p>${t(`empty.${key}_means`)}</p>
    <button class="primary" onClick=${ready}>${t("empty.go_ready")}</button>
  </div>`;
}
