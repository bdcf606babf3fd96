// To whom: a search over colleagues and queues, and what to do with the one that is chosen.
// Source: WAI-ARIA Authoring Practices, combobox with list autocomplete.

import { useEffect, useState } from "preact/hooks";
import { staffLegs } from "../acts.js";
import { titleOf } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { own } from "../session.js";
import { Said } from "../text.js";
import { Dialog, closeDialog, useAsking } from "./dialog.js";
import { colleagues, matching, openDirectory, queues } from "./directory.js";
import { Targets } from "./targets.js";

const NOTE_LENGTH_MAX = 16_000;

export function TargetDialog({ kind, id }) {
  const interaction = own.interaction(id);
  const { ask, refusal, isBusy } = useAsking(id);
  const [directory, setDirectory] = useState(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [note, setNote] = useState("");
  useEffect(() => {
    const following = openDirectory();
    setDirectory(following);
    return following.close;
  }, []);
  if (!interaction) return null;
  const isTransfer = kind === "transfer";
  const all = directory ? targetsOf(directory.store, interaction, isTransfer) : [];
  const found = matching(all, typed);
  const chosen = found[Math.min(at, found.length - 1)];
  const type = (text) => {
    setTyped(text);
    setAt(0);
  };
  const give = (name) => giveTo(ask, { name, chosen, note });
  const search = { found, at: found.indexOf(chosen), typed, onType: type, onMove: setAt };
  const submit = () => give(isTransfer ? "BlindTransfer" : "AddParticipant");
  const question = isTransfer ? "target.transfer" : "target.add";
  const title = html`<${Said} of=${question} name=${titleOf(interaction)} />`;
  return html`<${Dialog} title=${title} refusal=${refusal} onSubmit=${submit}>
    <div class="target-choice">
      <${Search} kind=${kind} ...${search} isLoading=${!directory?.store.isFilled.value} />
      ${isTransfer && html`<${Note} note=${note} onNote=${setNote} />`}
    </div>
    <${Answers} ...${{ isTransfer, chosen, isBusy }} onConsult=${() => give("StartConsult")} />
  <//>`;
}

function targetsOf(store, interaction, isTransfer) {
  const { channel, invited = [] } = interaction;
  const taken = [...staffLegs(interaction).map(({ who }) => who), ...invited];
  const people = colleagues(store, { channel, taken });
  return isTransfer ? [...people, ...queues(store)] : people;
}

// The note goes first: afterwards there would be nobody who may write it.
async function giveTo(ask, { name, chosen, note }) {
  if (!chosen?.isPossible) return;
  const text = note.trim();
  if (text && !(await ask("AddNote", {}, { note: text }))) return;
  const { kind, id } = chosen;
  const whom = name === "AddParticipant" ? { agent: id } : { to: { [kind]: id } };
  if (await ask(name, whom)) closeDialog();
}

function Search({ kind, found, at, typed, onType, onMove, isLoading }) {
  const move = (by) => onMove((at + by + found.length) % Math.max(found.length, 1));
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    // What cannot be taken back takes another press.
    Enter: () => document.getElementById("target-give").focus(),
  };
  const press = (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  return html`
    <label for="target-search">${t(`target.search_${kind}`)}</label>
    <input
      id="target-search"
      type="text"
      autofocus
      role="combobox"
      autocomplete="off"
      spellcheck="false"
      aria-expanded="true"
      aria-controls="target-list"
      aria-autocomplete="list"
      aria-activedescendant=${at < 0 ? undefined : `target-${at}`}
      value=${typed}
      onInput=${({ target }) => onType(target.value)}
      onKeyDown=${press}
    />
    <${Targets} ...${{ found, at, isLoading, onChoose: onMove }} />
  `;
}

function Note({ note, onNote }) {
  return html`
    <label for="target-note">${t("target.note")}</label>
    <textarea
      id="target-note"
      rows="2"
      dir="auto"
      maxlength=${NOTE_LENGTH_MAX}
      value=${note}
      onInput=${({ target }) => onNote(target.value)}
    ></textarea>
  `;
}

function Answers({ isTransfer, chosen, isBusy, onConsult }) {
  const isOff = isBusy || !chosen?.isPossible;
  return html`
    ${isTransfer &&
    html`<button type="button" class="secondary" disabled=${isOff} onClick=${onConsult}>
      ${t("target.consult")}
    </button>`}
    <button class="primary" id="target-give" disabled=${isOff}>
      ${t(isTransfer ? "target.now" : "target.ask")}
    </button>
  `;
}
