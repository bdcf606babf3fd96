// A dialog about one Interaction: a title, a form, and why the center said no, if it did.

import { signal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { busy, send } from "../commands.js";
import { beside, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { refusalWords } from "../telling.js";

/** Which dialog is open: {kind, id of the Interaction}, or null. */
export const dialogs = signal(null);

/** Open a dialog about an Interaction. */
export function openDialog(kind, id) {
  dialogs.value = { kind, id };
}

/** Close whichever is open. */
export function closeDialog() {
  dialogs.value = null;
}

/** The name under which an Interaction is busy while it is asked for something. */
export function occupied(id) {
  return `act:${id}`;
}

/**
 * Return how to ask for something from a dialog, which closes once it is granted, and the
 * refusal to be shown if it is not.
 * @param {string} id The Interaction.
 */
export function useAsking(id) {
  const [refusal, setRefusal] = useState(null);
  const isQuiet = (error) => {
    setRefusal(error);
    return true;
  };
  const ask = async (name, data, personal = undefined) => {
    setRefusal(null);
    const whole = { interaction: id, ...data };
    return send(name, whole, { personal, occupies: occupied(id), isQuiet });
  };
  return { ask, refusal, isBusy: busy.value.has(occupied(id)) };
}

/** The frame of a dialog; the focus goes back where it was. */
export function Dialog({ title, refusal, onSubmit, children }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    const dialog = place.current;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  const submit = (event) => {
    event.preventDefault();
    onSubmit();
  };
  return html`<dialog
    class="act-dialog"
    ref=${place}
    aria-labelledby="act-title"
    onClose=${closeDialog}
    ...${beside(closeDialog)}
  >
    <form onSubmit=${submit}>
      <header>
        <h2 id="act-title">${title}</h2>
        <button type="button" class="plain" aria-label=${t("close")} onClick=${closeDialog}>
          <${Icon} name="close" />
        </button>
      </header>
      ${children[0]}
      ${refusal &&
      html`<p class="act-refusal" role="alert">
        <${Icon} name="warning" /> ${refusalWords(refusal)}
      </p>`}
      <div class="act-answers">${children[1]}</div>
    </form>
  </dialog>`;
}
