// After-call work: how it came out, a note, and the time that is left for it.

import { useLayoutEffect } from "preact/hooks";
import { busy, completeWrapUp } from "../commands.js";
import { dispositionUse, focusAsked, withEntry } from "../desk.js";
import { html } from "../dom.js";
import { perform } from "../lazy.js";
import { formOf, setForm } from "../drafts.js";
import { t } from "../i18n.js";
import { choices } from "../session.js";
import { Choice } from "./choice.js";
import { Slot, hasPanels } from "./panels.js";
import { Countdown, Remaining } from "./time.js";

const NOTE_LENGTH_MAX = 16_000;

export function WrapUp({ interaction }) {
  const { id } = interaction;
  const form = formOf(id);
  const isBusy = busy.value.has(`wrap_up:${id}`);
  useLayoutEffect(() => {
    if (focusAsked.value === id) document.getElementById("disposition").focus();
    focusAsked.value = null;
  }, [id]);
  const save = (event) => {
    event.preventDefault();
    complete(id, form);
  };
  return html`<div class="wrap-up-place">
    <form class="wrap-up" onSubmit=${save} aria-labelledby="wrap-up-title">
      <${Head} interaction=${interaction} />
      <${Fields} id=${id} form=${form} save=${save} />
      <div class="wrap-up-foot">
        <p class="quiet">${t("wrap_up.hint")}</p>
        <${More} interaction=${interaction} />
        <button class="primary" disabled=${isBusy}>${t("wrap_up.save")}</button>
      </div>
    </form>
    ${hasPanels("wrap-up") && html`<${Slot} name="wrap-up" interaction=${interaction} />`}
  </div>`;
}

function Fields({ id, form, save }) {
  return html`
    <${Choice}
      id="disposition"
      label=${t("wrap_up.disposition")}
      options=${options()}
      value=${form.disposition}
      onChoose=${(disposition) => setForm(id, { ...form, disposition })}
    />
    <label for="note">${t("wrap_up.note")}</label>
    <textarea
      id="note"
      rows="3"
      maxlength=${NOTE_LENGTH_MAX}
      value=${form.note ?? ""}
      onInput=${(event) => setForm(id, { ...form, note: event.target.value })}
      onKeyDown=${(event) => isSaveKey(event) && save(event)}
    ></textarea>
  `;
}

function isSaveKey({ key, ctrlKey, metaKey, isComposing }) {
  return key === "Enter" && (ctrlKey || metaKey) && !isComposing;
}

function Head({ interaction }) {
  const { wrap_up_due_at_ms: until, wrap_up_from_ms: from, ended_by: by } = interaction;
  return html`<header>
    <div>
      <h3 id="wrap-up-title">${t("wrap_up.title")}</h3>
      ${by && html`<p class="quiet">${t(`wrap_up.ended_by_${by}`)}</p>`}
    </div>
    <p class="wrap-up-left">${t("wrap_up.left")} <${Remaining} until=${until} /></p>
    ${from && html`<${Countdown} from=${from} until=${until} label=${t("wrap_up.left")} />`}
  </header>`;
}

function More({ interaction }) {
  const isBusy = busy.value.has(`act:${interaction.id}`);
  const extend = () => perform({ code: "extend" }, interaction);
  return html`<button type="button" class="secondary" disabled=${isBusy} onClick=${extend}>
    ${t("act.extend")}
  </button>`;
}

// The usual ones first; the settings' order among equals.
function options() {
  const all = Object.entries(choices.value.dispositions);
  return all.sort(([one], [other]) => usesOf(other) - usesOf(one));
}

function usesOf(code) {
  const use = dispositionUse.value;
  return Object.hasOwn(use, code) && Number.isInteger(use[code]) ? use[code] : 0;
}

/** Save what the form holds. */
export async function complete(id, form) {
  const { disposition } = form;
  const isSaved = await completeWrapUp(id, { disposition, note: form.note?.trim() });
  if (!isSaved || !disposition) return;
  const count = usesOf(disposition) + 1;
  dispositionUse.value = withEntry(dispositionUse.value, disposition, count);
}
