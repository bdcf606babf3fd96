// When there is no desk to show: why, what is safe, and what to do.

import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../dom.js";
import { hasWords, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { reload } from "../session.js";

export function SignedOut({ wasOpen }) {
  const key = wasOpen ? "expired" : "signed_out";
  const words = { title: t(`${key}.title`), text: t(`${key}.means`) };
  return html`<${Page} icon="lock" ...${words}>
    <p>${t("signed_out.how")}</p>
    <p><code>ccsdk token CENTER.toml --role agent --id NAME --link</code></p>
    <button class="primary" onClick=${reload}>${t("signed_out.again")}</button>
  <//>`;
}

export function Unreachable({ code, ref, onRetry }) {
  const words = { title: t("unreachable.title"), text: t("unreachable.means") };
  return html`<${Page} icon="offline" ...${words}>
    ${(ref ?? code) && html`<p class="quiet">${t("log_id", { ref: ref ?? code })}</p>`}
    <button class="primary" onClick=${onRetry}>${t("again")}</button>
  <//>`;
}

export function NotAllowed() {
  const words = { title: t("not_allowed.title"), text: t("not_allowed.means") };
  return html`<${Page} icon="lock" isInside=${true} ...${words} />`;
}

/** Over the desk, which stays as it was: what was written is not lost. */
export function Stopped({ code, ref }) {
  const place = useRef(null);
  useLayoutEffect(() => place.current.showModal(), []);
  const key = hasWords(`stopped.${code}`) ? `stopped.${code}` : "stopped.other";
  return html`<dialog class="stopped" ref=${place} aria-labelledby="stopped-title" onCancel=${stay}>
    <h2 id="stopped-title">${t("stopped.title")}</h2>
    <p>${t(key)}</p>
    ${ref && html`<p class="quiet">${t("log_id", { ref })}</p>`}
    <button class="primary" onClick=${() => location.reload()}>${t("stopped.again")}</button>
  </dialog>`;
}

function stay(event) {
  event.preventDefault();
}

function Page({ icon, title, text, isInside, children }) {
  return html`<${isInside ? "div" : "main"} class="outside">
    <span class="nothing-icon"><${Icon} name=${icon} /></span>
    <h1>${title}</h1>
    <p>${text}</p>
    ${children}
  <//>`;
}
