// Short sentences about what has just happened.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { dismiss, notices } from "../notices.js";

const ICONS = { info: "check", warning: "warning", error: "warning" };

export function Notices() {
  return html`<div class="notices" role="status">
    ${notices.value.map(
      ({ id, text, tone, act }) => html`<div key=${id} class=${`notice ${tone}`}>
        <${Icon} name=${ICONS[tone]} />
        <p>${text}</p>
        ${act &&
        html`<button class="secondary" onClick=${() => run(id, act)}>${act.words}</button>`}
        <button class="plain" aria-label=${t("dismiss")} onClick=${() => dismiss(id)}>
          <${Icon} name="close" />
        </button>
      </div>`,
    )}
  </div>`;
}

function run(id, act) {
  dismiss(id);
  act.run();
}
