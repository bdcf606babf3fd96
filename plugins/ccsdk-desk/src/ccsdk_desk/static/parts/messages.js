// What was said: messages by author, notes that only staff see, quiet lines for what happened,
// and what is on its way.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { discardMessage, outgoing } from "../commands.js";
import { classes, html } from "../dom.js";
import { dayOf, duration, hasWords, named, t, timeOfDay } from "../i18n.js";
import { Icon } from "../icons.js";
import { load, loadOlder } from "../history.js";
import { shownName } from "../names.js";
import { takeBack } from "../posting.js";
import { principal, queueName, staffName } from "../session.js";
import { Said, Text } from "../text.js";
import { writersOf } from "../typing.js";
import { Attachments } from "./attachment.js";
import { Slot } from "./panels.js";
import { useScroll } from "./scrolling.js";
import { Skeleton } from "./skeleton.js";

const GROUP_MS = 5 * 60_000;

export function Messages({ interaction, transcript, name }) {
  const { id } = interaction;
  const lines = transcript?.lines ?? [];
  const waiting = outgoing.value.filter((message) => message.interaction === id);
  const [first, last] = [lines[0]?.version, lines.at(-1)?.version];
  const older = () => hasOlder(transcript) && loadOlder(id);
  const scroll = useScroll({ first, last, count: waiting.length }, older);
  const isEmpty = !lines.length && !waiting.length;
  const isFailed = transcript?.state === "failed";
  const label = t("messages.label", { name });
  const box = { role: "log", tabindex: 0, "aria-live": "off", "aria-label": label };
  return html`<div class="messages-place">
    <div class="messages" ref=${scroll.place} ...${box}>
      <div class="messages-column">
        <${Older} id=${id} transcript=${transcript} />
        ${isFailed && html`<${Failed} id=${id} error=${transcript.error} />`}
        ${isEmpty && !isFailed && html`<${Skeleton} />`}
        ${lines.map((line, index) => {
          const shown = { interaction, line, former: lines[index - 1], name };
          return html`<${Line} key=${line.version} ...${shown} />`;
        })}
        ${waiting.map((message) => html`<${Outgoing} key=${message.key} message=${message} />`)}
      </div>
    </div>
    ${scroll.isBehind && html`<${Behind} onJump=${scroll.jump} />`}
    <${Typing} id=${id} name=${name} />
    <${Spoken} transcript=${transcript} name=${name} />
  </div>`;
}

function hasOlder(transcript) {
  return transcript?.before > 1;
}

function Behind({ onJump }) {
  return html`<button class="secondary behind" onClick=${onJump}>
    <${Icon} name="arrowDown" /> ${t("messages.behind")}
  </button>`;
}

function Typing({ id, name }) {
  const names = writersOf(id).map((key) => (key === "customer" ? name : staffName(key)));
  return html`<p class="typing">
    ${names.length > 0 &&
    html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span><${Said} of="messages.typing" name=${names.join(", ")} /></span>`}
  </p>`;
}

// The one polite region: what others write into the open Interaction while it is open.
function Spoken({ transcript, name }) {
  const heard = useRef(null);
  const [words, setWords] = useState("");
  const lines = transcript?.lines ?? [];
  useLayoutEffect(() => {
    if (transcript?.state !== "ready") return;
    const newest = lines.at(-1)?.version ?? 0;
    const since = heard.current ?? newest;
    heard.current = Math.max(since, newest);
    const added = lines.filter((line) => line.version > since && isOthers(line));
    if (added.length) setWords(added.map((line) => spoken(line, name)).join(" "));
  }, [lines, transcript?.state]);
  return html`<div class="visually-hidden" aria-live="polite">${words}</div>`;
}

function isOthers({ kind, from, agent }) {
  return kind !== "activity" && !(from === "agent" && agent === principal.value.id);
}

const SPOKEN = { note: "message.spoken_note", whisper: "message.spoken_whisper" };

function spoken(line, name) {
  const { kind, from, text, files = [] } = line;
  const author = from === "agent" ? authorOf(line) : name;
  const content = [text, ...files.map((file) => file.name)].filter(Boolean).join(", ");
  return t(SPOKEN[kind] ?? "message.spoken", { author, text: content });
}

function Older({ id, transcript }) {
  if (!hasOlder(transcript)) return null;
  return html`<p class="older">
    <button class="plain" disabled=${transcript.isLoadingOlder} onClick=${() => loadOlder(id)}>
      ${t("messages.older")}
    </button>
  </p>`;
}

function Failed({ id, error }) {
  return html`<div class="problem" role="alert">
    <${Icon} name="warning" />
    <p>${t("messages.failed")} ${error.ref && t("log_id", { ref: error.ref })}</p>
    <button class="secondary" onClick=${() => load(id)}>${t("again")}</button>
  </div>`;
}

function Line({ interaction, line, former, name }) {
  const isNewDay = !former || dayOf(former.at_ms) !== dayOf(line.at_ms);
  const shown = { interaction, line, former: isNewDay ? undefined : former, name };
  return html`
    ${isNewDay && html`<p class="day"><span>${dayOf(line.at_ms)}</span></p>`}
    ${line.kind === "activity"
      ? html`<${Activity} line=${line} />`
      : html`<${Message} ...${shown} />`}
  `;
}

function isNextOf({ kind, from, agent, at_ms }, former) {
  if (former?.kind !== kind || former.from !== from || former.agent !== agent) return false;
  return at_ms - former.at_ms < GROUP_MS;
}

function Message({ interaction, line, former, name }) {
  const { kind, from, text, files = [], at_ms, agent, version } = line;
  const isNext = isNextOf(line, former);
  const author = from === "agent" ? authorOf(line) : name;
  // In a consult a colleague stands where a customer would.
  const isTheirs = interaction.parent && agent !== principal.value.id;
  const tone = TONES[kind] ?? `from-${isTheirs ? "customer" : from}`;
  const isBare = text === undefined && files.length > 0;
  const message = { version, at_ms, kind, from, text, files };
  return html`<div class=${classes("message", tone, isNext && "is-next")}>
    <p class=${isNext ? "visually-hidden" : "author"}>
      ${kind === "note" && html`<${NoteMark} />`}
      ${kind === "whisper" && html`<${WhisperMark} />`}
      <bdi>${author}</bdi>${" "}
      <time dateTime=${new Date(at_ms).toISOString()}>${timeOfDay(at_ms)}</time>
    </p>
    ${!isBare &&
    html`<p class="bubble" dir="auto" title=${timeOfDay(at_ms)}>
      ${text === undefined ? t("message.erased") : html`<${Text} text=${text} />`}
    </p>`}
    <${Attachments} interaction=${interaction.id} files=${files} />
    <${Slot} name="message-body" ...${{ interaction, extra: { message } }} />
  </div>`;
}

const TONES = { note: "is-note", whisper: "is-whisper" };

// A supervisor is no agent whom the desk would know by name: their words bring it along.
function authorOf({ agent, staff }) {
  return shownName(staff) ?? staffName(agent);
}

function WhisperMark() {
  const code = principal.value.role === "agent" ? "message.whisper" : "message.whispered";
  return html`<span class="note-mark"><${Icon} name="eye" /> ${t(code)}</span>`;
}

function NoteMark() {
  return html`<span class="note-mark"><${Icon} name="note" /> ${t("message.note")}</span>`;
}

function Activity({ line }) {
  const { code, queue, at_ms, wait_ms, to } = line;
  if (!hasWords(`activity.${code}`)) return null;
  const facts = { name: authorOf(line), queue: queueName(queue), wait: duration(wait_ms ?? 0) };
  if (to) Object.assign(facts, { channel: named("channel", to) });
  return html`<p class="activity">
    <${Said} of=${`activity.${code}`} ...${facts} /> <time>${timeOfDay(at_ms)}</time>
  </p>`;
}

function Outgoing({ message }) {
  const { key, mode, text, files = [], state, code } = message;
  const isFailed = state === "failed";
  const tone = mode === "note" ? "is-note" : "from-agent";
  return html`<div class=${classes("message", tone, isFailed ? "is-failed" : "is-pending")}>
    ${mode === "note" && html`<p class="author"><${NoteMark} /></p>`}
    ${text && html`<p class="bubble" dir="auto"><${Text} text=${text} /></p>`}
    ${files.map(({ file, name }) => html`<p class="bubble" key=${file}>${name}</p>`)}
    ${isFailed
      ? html`<p class="fate">
          <${Icon} name="warning" /> ${t("message.failed", { why: named("refused", code) })}
          <button class="plain" onClick=${() => giveBack(key)}>${t("message.edit")}</button>
          <button class="plain" onClick=${() => discardMessage(key)}>
            ${t("message.discard")}
          </button>
        </p>`
      : html`<p class="fate"><${Icon} name="clock" /> ${t("message.pending")}</p>`}
  </div>`;
}

function giveBack(key) {
  takeBack(key);
  document.getElementById("composer")?.focus();
}
