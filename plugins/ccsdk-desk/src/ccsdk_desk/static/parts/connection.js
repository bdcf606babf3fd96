// What the state of the line means for the work, in one strip below the top bar.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { connection } from "../session.js";
import { Elapsed } from "./time.js";

export function Connection() {
  const { state, since_ms } = connection.value;
  if (state !== "offline") return null;
  return html`<div class="strip offline" role="alert">
    <${Icon} name="offline" />
    <p>${t("connection.offline_means")} ${t("connection.age")} <${Elapsed} from=${since_ms} /></p>
  </div>`;
}
