// Who of the supervisors listens: said to the owner, who can see it in what arrives anyway.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { shownName } from "../names.js";
import { staffName } from "../session.js";

/** @param {{interaction: import("../store.js").Interaction}} props */
export function Listeners({ interaction: { legs = [], staff = {} } }) {
  const all = legs.filter(({ party }) => party === "supervisor");
  if (!all.length) return null;
  return html`<ul class="listeners">
    ${all.map(({ who, role }) => {
      const name = shownName(staff[who]) ?? staffName(who);
      return html`<li key=${who}><${Icon} name="eye" /> ${t(`listeners.${role}`, { name })}</li>`;
    })}
  </ul>`;
}
