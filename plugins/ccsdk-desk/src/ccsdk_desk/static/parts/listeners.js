// Who of the supervisors listens: said to the owner, who can see it in what arrives anyway.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { staffName } from "../session.js";

/** @param {{legs?: {party: string, role: string, who: string}[]}} props */
export function Listeners({ legs = [] }) {
  const all = legs.filter(({ party }) => party === "supervisor");
  if (!all.length) return null;
  return html`<ul class="listeners">
    ${all.map(
      ({ who, role }) => html`<li key=${who}>
        <${Icon} name="eye" /> ${t(`listeners.${role}`, { name: staffName(who) })}
      </li>`,
    )}
  </ul>`;
}
