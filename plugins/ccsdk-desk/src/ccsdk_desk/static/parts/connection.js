// What the state of the line, and of the log-in, means for the work: a strip below the top
// bar. Only losing the line alerts; what passes by itself is said quietly or not at all.

import { html } from "../dom.js";
import { pieces, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { caughtUp, connection, endingAt, shownState } from "../session.js";
import { Elapsed, Remaining } from "./time.js";

export function Connection() {
  return html`<section class="strips" aria-label=${t("connection.label")}>
    <${Line} /><${LogIn} />
  </section>`;
}

function Line() {
  if (shownState.value === "offline") {
    const age = html`<${Elapsed} from=${connection.value.since_ms} />`;
    return html`<div class="strip offline">
      <${Icon} name="offline" />
      <p role="alert">${t("connection.offline_means")}</p>
      <p class="strip-age">${pieces("connection.age", { age })}</p>
    </div>`;
  }
  if (shownState.value !== "catching_up" || !connection.value.wasLive) return null;
  return html`<div class="strip catching-up">
    <progress aria-label=${t("connection.catching_up")}></progress>
    <p>${t("connection.caught_up", { count: caughtUp.value })}</p>
  </div>`;
}

function LogIn() {
  const ends_ms = endingAt.value;
  if (ends_ms === null) return null;
  const left = html`<${Remaining} until=${ends_ms} />`;
  return html`<div class="strip log-in">
    <${Icon} name="lock" />
    <p role="status">${t("log_in.ends")}</p>
    <p class="strip-age">${pieces("log_in.left", { left })}</p>
  </div>`;
}
