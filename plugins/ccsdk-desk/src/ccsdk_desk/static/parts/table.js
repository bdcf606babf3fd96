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
