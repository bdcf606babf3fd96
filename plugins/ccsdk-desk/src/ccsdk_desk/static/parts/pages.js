// Which page of a long list is shown, and the way to the others.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";

/** @param {{at: number, pages: number, turn: (to: number) => void}} props Counted from 0. */
export function Pages({ at, pages, turn }) {
  return html`<nav class="pages" aria-label=${t("queues.pages")}>
    <button class="secondary" disabled=${at === 0} onClick=${() => turn(at - 1)}>
      <${Icon} name="back" /> ${t("queues.before")}
    </button>
    <span>${t("queues.page", { at: at + 1, pages })}</span>
    <button class="secondary" disabled=${at === pages - 1} onClick=${() => turn(at + 1)}>
      ${t("queues.after")}
    </button>
  </nav>`;
}
