// The keys, in one dialog; single keys can be switched off here (WCAG 2.1.4).

import { createRef } from "preact";
import { wantsShortcuts } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";

const KEYS = [
  ["a", "accept"],
  ["j", "next"],
  ["k", "previous"],
  ["r", "reply"],
  ["e", "wrap_up"],
  ["Enter", "send"],
  ["Ctrl+Enter", "send_too"],
  ["Shift+Enter", "newline"],
  ["Esc", "leave_field"],
  ["?", "help"],
];

const dialog = createRef();

/** Show the keys. */
export function openHelp() {
  dialog.current?.showModal();
}

export function Help() {
  const choose = (event) => {
    wantsShortcuts.value = event.target.checked;
  };
  return html`<dialog class="help" ref=${dialog} aria-labelledby="help-title">
    <form method="dialog">
      <header>
        <h2 id="help-title">${t("help.title")}</h2>
        <button class="plain" aria-label=${t("close")}><${Icon} name="close" /></button>
      </header>
      <dl>
        ${KEYS.map(
          ([key, code]) => html`<div key=${key}>
            <dt><kbd>${key}</kbd></dt>
            <dd>${t(`help.${code}`)}</dd>
          </div>`,
        )}
      </dl>
      <label class="check">
        <input type="checkbox" checked=${wantsShortcuts.value} onChange=${choose} />
        ${t("help.single_keys")}
      </label>
    </form>
  </dialog>`;
}
