// What stands where data will be; a style shows it only after 150 ms.

import { html } from "../dom.js";
import { t } from "../i18n.js";

export function Skeleton({ lines = 4 }) {
  return html`<div class="skeleton" role="status" aria-label=${t("loading")}>
    ${Array.from({ length: lines }, (_, index) => html`<span key=${index}></span>`)}
  </div>`;
}
