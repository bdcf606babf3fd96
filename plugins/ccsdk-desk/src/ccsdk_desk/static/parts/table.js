// A table that scrolls sideways where the screen is narrow, also by keyboard.

import { html } from "../dom.js";

export function Table({ caption, columns, children }) {
  return html`<div class="table-place" role="region" tabindex="0" aria-label=${caption}>
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((words) => html`<th key=${words} scope="col">${words}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${children}
      </tbody>
    </table>
  </div>`;
}

/** A table of plain cells, the first of each row its heading. */
export function PlainTable({ caption, columns, rows }) {
  return html`<${Table} caption=${caption} columns=${columns}>
    ${rows.map(
      ([head, ...cells], n) => html`<tr key=${n}>
        <th scope="row">${head}</th>
        ${cells.map((cell, at) => html`<td key=${at}>${cell ?? "–"}</td>`)}
      </tr>`,
    )}
  <//>`;
}
