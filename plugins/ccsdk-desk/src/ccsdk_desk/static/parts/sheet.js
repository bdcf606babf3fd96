// A sheet at the edge of the page, over whatever it is about: one at a time.

import { signal } from "@preact/signals";
import { createRef } from "preact";
import { beside, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Notices } from "./notices.js";

const dialog = createRef();
/** What draws the open sheet. @type {import("@preact/signals").Signal<(() => any) | null>} */
const content = signal(null);

/** Open a sheet; `draw` returns what stands in it, a `SheetHead` first. */
export function openSheet(draw) {
  content.value = draw;
  if (!dialog.current?.open) dialog.current?.showModal();
}

/** Close the sheet; the focus goes back to what opened it. */
export function closeSheet() {
  dialog.current?.close();
}

// What is told meanwhile is told in the sheet: the page below takes no part.
export function Sheet() {
  const forget = () => {
    content.value = null;
  };
  return html`<dialog
    class="sheet"
    ref=${dialog}
    aria-labelledby="sheet-title"
    onClose=${forget}
    ...${beside(closeSheet)}
  >
    ${content.value && html`<div class="explain-sheet">${content.value()}</div><${Notices} />`}
  </dialog>`;
}

/** What a sheet is about, and how it is closed. */
export function SheetHead({ title, children }) {
  return html`<header>
    <div>
      <h2 id="sheet-title">${title}</h2>
      <p class="quiet">${children}</p>
    </div>
    <button class="plain" aria-label=${t("close")} onClick=${closeSheet}>
      <${Icon} name="close" />
    </button>
  </header>`;
}
