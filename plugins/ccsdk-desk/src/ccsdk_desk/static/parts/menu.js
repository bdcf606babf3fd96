// A button that opens a small panel; the browser closes it on Escape or a click elsewhere.

import { classes, html } from "../dom.js";
import { Icon } from "../icons.js";

/** `face` is what the button shows, `name` what it is called where that is no text. */
export function Menu({ id, name, face, tone, children }) {
  return html`<div class="menu-place">
    <button class=${classes("menu-button", tone)} popovertarget=${id} aria-label=${name}>
      ${face} <${Icon} name="down" />
    </button>
    <div class="menu" id=${id} popover="auto">${children}</div>
  </div>`;
}

/** Close whichever menu is open. */
export function closeMenus() {
  const open = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(".menu:popover-open")
  );
  for (const menu of open) menu.hidePopover();
}
