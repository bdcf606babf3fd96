// The questions "why?": what asks them is here at once, the answers come with their words.

import { useState } from "preact/hooks";
import { html } from "./dom.js";
import { t } from "./i18n.js";
import { Icon } from "./icons.js";
import { Later } from "./lazy.js";
import { openSheet } from "./parts/sheet.js";

/**
 * What is asked about: exactly one of these.
 * @typedef {{offer?: string, interaction?: string, agent?: string}} About
 */

/** Answer in a sheet. @param {About} about */
export function askWhy(about) {
  openSheet(() => html`<${Later} part="why" show="WhySheet" about=${about} />`);
}

/** A button whose answer stands below it, so that nothing beside it is covered. */
export function WhyBelow({ about, words }) {
  const [isOpen, setOpen] = useState(false);
  const toggle = () => setOpen(!isOpen);
  return html`<div class="why-below">
    <button class="plain why-button" aria-expanded=${String(isOpen)} onClick=${toggle}>
      <${Icon} name="help" /> ${words}
    </button>
    ${isOpen && html`<${Later} part="why" show="Why" about=${about} />`}
  </div>`;
}

/** A button that answers in a sheet. */
export function WhyButton({ about, code }) {
  return html`<button class="plain why-button" onClick=${() => askWhy(about)}>
    <${Icon} name="help" /> ${t(`why.ask.${code}`)}
  </button>`;
}
