// The rail: where one can go, and how much is new there.

import { place, rows, unread } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { principal } from "../session.js";
import { openHelp } from "./help.js";

const SUPERVISOR = [["wallboard", "wallboard"], ["queues", "table"], ["closed", "archive"]];
const VIEWS = { agent: [["work", "inbox"]], supervisor: SUPERVISOR };

export function Rail() {
  const { role } = principal.value;
  return html`<nav class="rail" aria-label=${t("rail.label")}>
    ${(VIEWS[role] ?? []).map(
      ([view, icon]) => html`<${Entry} key=${view} view=${view} icon=${icon} />`,
    )}
    <span class="spacer"></span>
    <button class="rail-entry" onClick=${openHelp}>
      <${Icon} name="help" /><span>${t("rail.help")}</span>
    </button>
    <${Entry} view="preferences" icon="settings" />
  </nav>`;
}

function Entry({ view, icon }) {
  const isHere = place.value.view === view;
  const count = view === "work" ? rows.value.reduce((sum, { id }) => sum + unread(id), 0) : 0;
  return html`<a class="rail-entry" href="#${view}" aria-current=${isHere ? "page" : undefined}>
    <${Icon} name=${icon} /><span>${t(`rail.${view}`)}</span>
    ${count > 0 && html`<${Unread} count=${count} />`}
  </a>`;
}

/** A number of messages that were not read yet. */
export function Unread({ count }) {
  return html`<span class="unread">
    <span aria-hidden="true">${count}</span>
    <span class="visually-hidden">${t("unread", { count })}</span>
  </span>`;
}
