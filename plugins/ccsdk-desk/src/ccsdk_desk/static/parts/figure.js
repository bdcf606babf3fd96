// A figure that opens: a press says what it means and which Interactions it is made of.

import { classes, html } from "../dom.js";
import { openExplain } from "./explain.js";

/**
 * @param {{value: any, label: string, of?: string, tone?: string,
 *   about: import("./explain.js").About}} props
 *   `about` is what `openExplain` takes; `of` says whose figure it is, for who does not see.
 */
export function Figure({ value, label, of, about, tone }) {
  return html`<button
    type="button"
    class=${classes("figure", tone)}
    aria-haspopup="dialog"
    onClick=${() => openExplain(about)}
  >
    <strong>${value}</strong> <span>${label}</span>
    ${of && html`<span class="visually-hidden">${of}</span>`}
  </button>`;
}

/** The same in a table: the column says what it is. */
export function CellFigure({ value, label, about }) {
  return html`<button
    type="button"
    class="cell-figure"
    aria-haspopup="dialog"
    aria-label=${label}
    onClick=${() => openExplain(about)}
  >
    ${value}
  </button>`;
}
