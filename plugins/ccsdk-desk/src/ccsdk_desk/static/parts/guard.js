// A view that breaks is said to be broken, in its own place; the rest of the desk goes on.

import { useErrorBoundary } from "preact/hooks";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";

export function Guard({ children }) {
  const [error, retry] = useErrorBoundary((caught) => console.error(caught));
  if (!error) return children;
  return html`<div class="outside" role="alert">
    <span class="nothing-icon"><${Icon} name="warning" /></span>
    <h1>${t("broken.title")}</h1>
    <p>${t("broken.means")}</p>
    <button class="primary" onClick=${retry}>${t("again")}</button>
  </div>`;
}

/** What could not be fetched: what failed, what is safe, where the log tells more. */
export function Problem({ text, error, onRetry }) {
  const ref = error?.ref;
  return html`<div class="problem" role="alert">
    <${Icon} name="warning" />
    <p>${text} ${ref && html`<span class="problem-ref">${t("log_id", { ref })}</span>`}</p>
    <button class="secondary" onClick=${onRetry}>${t("again")}</button>
  </div>`;
}
