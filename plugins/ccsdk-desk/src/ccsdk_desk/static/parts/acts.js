// What can be done in the open talk: the usual as a button, the rest in a menu.

import { actsOf, iconOf } from "../acts.js";
import { busy } from "../commands.js";
import { html } from "../dom.js";
import { named, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { perform } from "../lazy.js";
import { Menu, closeMenus } from "./menu.js";

// What stands beside what it is about.
const ELSEWHERE = ["extend", "resume", "complete", "merge", "cancel_consult"];

/** Return an act in words. @param {import("../acts.js").Act} act */
export function wordsOf({ code, to }) {
  return t(`act.${code}`, { channel: to ? named("channel", to) : "" });
}

export function Acts({ interaction }) {
  const [first, ...others] = actsOf(interaction).filter(({ code }) => !ELSEWHERE.includes(code));
  if (!first) return null;
  const isBusy = busy.value.has(`act:${interaction.id}`);
  const button = (act, tone, id = `act-${act.code}`) => {
    const press = () => {
      closeMenus();
      perform(act, interaction);
    };
    return html`<button key=${id} id=${id} class=${tone} disabled=${isBusy} onClick=${press}>
      <${Icon} name=${iconOf(act)} /> <span>${wordsOf(act)}</span>
    </button>`;
  };
  const face = html`<span>${t("act.more")}</span>`;
  return html`
    ${button(first, "secondary act-first")}
    ${others.length > 0 &&
    html`<${Menu} id="more-menu" face=${face} tone="secondary">
      ${button(first, "menu-entry act-again", "act-again")}
      ${others.map((act) => button(act, "menu-entry"))}
    <//>`}
  `;
}
