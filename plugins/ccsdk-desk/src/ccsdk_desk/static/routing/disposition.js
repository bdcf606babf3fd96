// How it came out, said late: for a day after a wrap-up that ended without a word.

import { useState } from "preact/hooks";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Choice } from "../parts/choice.js";
import { choices } from "../session.js";
import { Dialog, closeDialog, useAsking } from "./dialog.js";

export function DispositionDialog({ id }) {
  const { ask, refusal, isBusy } = useAsking(id);
  const [disposition, setDisposition] = useState(undefined);
  const save = async () => {
    if (disposition && (await ask("SetDisposition", { disposition }))) closeDialog();
  };
  const field = {
    id: "late-disposition",
    label: t("wrap_up.disposition"),
    options: Object.entries(choices.value.dispositions),
    value: disposition,
    onChoose: setDisposition,
  };
  const shape = { title: t("disposition.title"), refusal, onSubmit: save };
  return html`<${Dialog} ...${shape}>
    <${Choice} ...${field} />
    <button class="primary" disabled=${isBusy || !disposition}>${t("disposition.save")}</button>
  <//>`;
}
