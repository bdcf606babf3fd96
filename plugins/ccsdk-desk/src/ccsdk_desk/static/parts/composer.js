// Where a reply or a note is written: two modes that cannot be mistaken for each other.
// Enter sends; Enter that ends a composed word (IME) does not.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { focusAsked, isOwn, me } from "../desk.js";
import { classes, html } from "../dom.js";
import { changeDraft, draftOf, joined, modeOf, setMode } from "../drafts.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { notify } from "../notices.js";
import { choices, connection, own, principal, queueName, shared } from "../session.js";
import { post } from "../posting.js";
import { tellTyping } from "../typing.js";
import { addFiles, uploadsOf } from "../uploads.js";
import { LENGTH_MAX, MARKS, excess, filled } from "../writing.js";
import { mentionable, peopleFor, repliesFor } from "../writing.js";
import { Files, FilesButton, filesOf } from "./files.js";
import { Slot } from "./panels.js";
import { Suggestions, useSuggestions } from "./suggestions.js";

const COMPOSING_KEY = 229;
// From here on it is counted what is left.
const COUNTED_BELOW = 1_000;
/** What can be written, with its icon. @type {[import("../drafts.js").Mode, string][]} */
const MODES = [
  ["reply", "reply"],
  ["note", "note"],
];

export function Composer({ interaction, name }) {
  const { id } = interaction;
  const isReply = isOwn(id) && modeOf(id) === "reply";
  const mode = isReply ? "reply" : "note";
  const field = useRef(null);
  const draft = draftOf(id, mode);
  const onText = (text) => write(id, mode, text);
  const find = (query) => suggested(interaction, mode, query, name);
  const list = useSuggestions({ text: draft.text, mark: MARKS[mode], find, field, onText });
  const send = () => {
    // What was typed since the last paint counts too.
    if (canSend(id, mode, draftOf(id, mode))) post(id, mode);
    field.current.focus();
  };
  useAskedFocus(id, field);
  const box = { id, mode, name, draft, field, list, onText, send };
  // No form: what a panel's button or field would submit is not ours to send.
  return html`<div class=${classes("composer", `is-${mode}`)} ...${dropOf(id, mode)}>
    ${isOwn(id) ? html`<${Modes} id=${id} mode=${mode} field=${field} />` : html`<${NoteOnly} />`}
    <div class="composer-box">
      <${Suggestions} id="suggestions" label=${t(`suggestions.${mode}`)} ...${list} />
      <${Field} ...${box} />
      ${isReply && html`<${Files} id=${id} />`}
      <${Foot} ...${box} interaction=${interaction} />
    </div>
  </div>`;
}

function useAskedFocus(id, field) {
  useLayoutEffect(() => {
    if (focusAsked.value === id) field.current.focus();
    focusAsked.value = null;
  }, [id]);
  // Who leaves a chat has stopped writing in it.
  useEffect(() => () => tellTyping(id, false), [id]);
}

function write(id, mode, text) {
  changeDraft(id, mode, { text });
  if (mode === "reply") tellTyping(id, Boolean(text));
}

function canSend(id, mode, { text, files }) {
  const isComing = uploadsOf(id).some(({ state }) => state === "under_way");
  if (mode === "note") return Boolean(text.trim()) && excess(text.trim(), mode) <= 0;
  const hasContent = text.trim() || files.length;
  return Boolean(hasContent) && !isComing && excess(text.trim(), mode) <= 0;
}

// --- modes ------------------------------------------------------------------------------------

function Modes({ id, mode, field }) {
  const choose = (chosen) => {
    setMode(id, chosen);
    tellTyping(id, false);
    requestAnimationFrame(() => field.current?.focus());
  };
  return html`<div class="modes" role="group" aria-label=${t("composer.modes")}>
    ${MODES.map(([each, icon]) => {
      const isOther = each !== mode;
      const hasDraft = isOther && Boolean(draftOf(id, each).text || draftOf(id, each).files.length);
      return html`<button
        key=${each}
        type="button"
        id=${`${each}-tab`}
        class=${`mode mode-${each}`}
        aria-pressed=${String(!isOther)}
        onClick=${() => choose(each)}
      >
        <${Icon} name=${icon} /> ${t(`composer.${each}`)}
        ${hasDraft && html`<${Begun} />`}
      </button>`;
    })}
    ${mode === "note" && html`<${Inside} />`}
  </div>`;
}

function Begun() {
  return html`<span class="mode-begun" title=${t("composer.begun")}>
    <span class="visually-hidden">${t("composer.begun")}</span>
  </span>`;
}

function Inside() {
  return html`<p class="mode-inside"><${Icon} name="lock" /> ${t("composer.inside")}</p>`;
}

function NoteOnly() {
  return html`<div class="modes">
    <p class="mode mode-note"><${Icon} name="note" /> ${t("composer.note")}</p>
    <${Inside} />
  </div>`;
}

// --- the field --------------------------------------------------------------------------------

function Field({ id, mode, name, draft, field, list, onText, send }) {
  const isOpen = list.found.length > 0;
  const paste = (event) => takeFiles(event, event.clipboardData, id, mode);
  const label = t(`composer.label_${mode}`, { name });
  return html`
    <label class="visually-hidden" for="composer">${label}</label>
    <textarea
      id="composer"
      ref=${field}
      rows="2"
      dir="auto"
      placeholder=${t(`composer.placeholder_${mode}`, { name })}
      aria-autocomplete="list"
      aria-controls=${isOpen ? "suggestions" : undefined}
      aria-activedescendant=${isOpen ? `suggestions-${list.at}` : undefined}
      aria-describedby="composer-hint"
      aria-invalid=${excess(draft.text, mode) > 0 ? "true" : undefined}
      value=${draft.text}
      onInput=${(event) => onInput(event, onText, list)}
      onKeyDown=${(event) => keyPressed(event, send, list)}
      onKeyUp=${(event) => isMove(event) && list.look()}
      onClick=${list.look}
      onBlur=${() => left(id, list)}
      onPaste=${paste}
    ></textarea>
  `;
}

function onInput(event, onText, list) {
  onText(event.target.value);
  // What an input method has not made yet is no query.
  if (!event.isComposing) list.look();
}

function isMove({ key }) {
  return ["ArrowLeft", "ArrowRight", "Home", "End"].includes(key);
}

function left(id, list) {
  list.leave();
  tellTyping(id, false);
}

function keyPressed(event, send, list) {
  if (event.isComposing || event.keyCode === COMPOSING_KEY) return;
  if (list.press(event)) return;
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
  event.preventDefault();
  send();
}

// --- files ------------------------------------------------------------------------------------

function dropOf(id, mode) {
  return {
    onDragOver: (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault(),
    onDrop: (event) => takeFiles(event, event.dataTransfer, id, mode),
  };
}

// Files go to the customer; a note takes none, and does not turn into a reply by itself.
function takeFiles(event, transfer, id, mode) {
  const files = filesOf(transfer);
  if (!files.length || !isOwn(id)) return;
  event.preventDefault();
  if (mode === "note") notify(t("files.not_in_note"), "info");
  else addFiles(id, files);
}

// --- below the field --------------------------------------------------------------------------

function Foot({ id, mode, name, draft, field, list, onText, send, interaction }) {
  const insert = (words) => onText(joined(draft.text, words));
  const open = () => {
    field.current.focus();
    onText(joined(draft.text, MARKS[mode]));
    requestAnimationFrame(list.look);
  };
  const hasList = mode === "note" || Object.keys(choices.value.replies ?? {}).length > 0;
  return html`<div class="composer-foot">
    <div class="composer-tools">
      ${hasList && html`<${ListButton} mode=${mode} onOpen=${open} />`}
      ${mode === "reply" && html`<${FilesButton} id=${id} />`}
      ${isOwn(id) && html`<${Slot} name="composer-action" ...${{ interaction, insert }} />`}
    </div>
    <${Hint} mode=${mode} text=${draft.text} />
    <button class="primary send" disabled=${!canSend(id, mode, draft)} onClick=${send}>
      <${Icon} name=${mode === "note" ? "note" : "send"} /> ${t(`composer.send_${mode}`, { name })}
    </button>
  </div>`;
}

function ListButton({ mode, onOpen }) {
  const label = t(`suggestions.${mode}`);
  return html`<button
    type="button"
    class="plain"
    aria-label=${label}
    title=${`${label} (${MARKS[mode]})`}
    onClick=${onOpen}
  >
    <${Icon} name=${mode === "note" ? "mention" : "quick"} />
  </button>`;
}

function Hint({ mode, text }) {
  const over = excess(text.trim(), mode);
  const isOffline = connection.value.state === "offline";
  const limit = LENGTH_MAX[mode];
  const isTold = over > -COUNTED_BELOW;
  const words = () => {
    if (over > 0) return t("composer.too_long", { count: over, limit });
    if (isTold) return t("composer.length", { length: limit + over, limit });
    return t(isOffline ? "composer.hint_offline" : "composer.hint");
  };
  const tone = over > 0 ? "is-over" : "quiet";
  return html`<p id="composer-hint" class=${classes("composer-hint", tone, isTold && "is-told")}>
    ${over > 0 && html`<${Icon} name="warning" />`} ${words()}
  </p>`;
}

// --- what can be inserted ---------------------------------------------------------------------

function suggested({ id, queue }, mode, query, name) {
  if (mode === "note") {
    const people = mentionable(shared.agents.all().filter(Boolean), principal.value.id);
    return peopleFor(people, query).map(({ id: agent, label, presence }) => ({
      id: agent,
      title: label,
      detail: t(`presence.${presence ?? "LOGGED_OUT"}`),
      insert: `@${label} `,
    }));
  }
  const variables = { customer: name, agent: me.value.name, queue: queueName(queue) };
  const language = own.interaction(id)?.language;
  return repliesFor(choices.value.replies ?? {}, query, language).map(({ code, title, text }) => {
    const words = filled(text, variables);
    return { id: code, title, detail: words, insert: words };
  });
}
