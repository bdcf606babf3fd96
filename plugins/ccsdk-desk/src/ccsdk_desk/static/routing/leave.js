// Leaving a talk cannot be taken back, so it is asked once more.

import { titleOf } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { own } from "../session.js";
import { Said } from "../text.js";
import { Dialog, closeDialog, useAsking } from "./dialog.js";

export function LeaveDialog({ id }) {
  const { ask, refusal, isBusy } = useAsking(id);
  const interaction = own.interaction(id);
  if (!interaction) return null;
  const leave = async () => (await ask("LeaveInteraction", {})) && closeDialog();
  const title = html`<${Said} of="leave.title" name=${titleOf(interaction)} />`;
  return html`<${Dialog} title=${title} refusal=${refusal} onSubmit=${leave}>
    <p>${t("leave.means")}</p>
    <button class="danger" autofocus disabled=${isBusy}>${t("act.leave")}</button>
  <//>`;
}
