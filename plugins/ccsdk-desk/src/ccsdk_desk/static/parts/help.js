// The keys, in one dialog; single keys can be switched off here (WCAG 2.1.4).

import { createRef } from "preact";
import { wantsShortcuts } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { principal } from "../session.js";
import { SHORTCUTS } from "../shortcuts.js";

const VIEWS = { agent: "work", supervisor: "wallboard" };

const dialog = createRef();

/** Show the keys. */
export function openHelp() {
  dialog.current?.showModal();
}

export function Help() {
  const mine = VIEWS[principal.value.role];
  const listed = SHORTCUTS.filter(({ view }) => !view || view === mine);
  return html`<dialog class="help" ref=${dialog} aria-labelledby="help-title">
    <form method="dialog">
      <header>
        <h2 id="help-title">${t("help.title")}</h2>
        <button class="plain" aria-label=${t("close")}><${Icon} name="close" /></button>
      </header>
      <dl>
        ${listed.map(
          ({ keys, code }) => html`<div key=${code}>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${t(`help.${code}`)}</dd>
          </div>`,
        )}
      </dl>
      <${SingleKeys} />
    </form>
  </dialog>`;
}

/** The switch for single keys. */
export function SingleKeys() {
  const choose = (event) => {
    wantsShortcuts.value = event.target.checked;
  };
  return html`<label class="check">
    <input type="checkbox" checked=${wantsShortcuts.value} onChange=${choose} />
    ${t("help.single_keys")}
  </label>`;
}
