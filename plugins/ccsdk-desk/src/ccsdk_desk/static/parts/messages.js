// What was said: messages by author, quiet lines for what happened, and what is on its way.

import { useLayoutEffect, useRef } from "preact/hooks";
import { discardMessage, outgoing } from "../commands.js";
import { drafts, setDraft } from "../desk.js";
import { classes, html } from "../dom.js";
import { dayOf, duration, hasWords, named, t, timeOfDay } from "../i18n.js";
import { Icon } from "../icons.js";
import { load, loadOlder } from "../history.js";
import { queueName, staffName } from "../session.js";
import { Skeleton } from "./skeleton.js";

const GROUP_MS = 5 * 60_000;
const NEAR_END_PX = 80;

export function Messages({ id, transcript, name }) {
  const lines = transcript?.lines ?? [];
  const waiting = outgoing.value.filter((message) => message.interaction === id);
  const place = useScroll(lines, waiting.length);
  const isEmpty = !lines.length && !waiting.length;
  const label = t("messages.label", { name });
  return html`<div class="messages" role="log" tabindex="0" aria-label=${label} ref=${place}>
    <div class="messages-column">
      <${Older} id=${id} transcript=${transcript} />
      ${transcript?.state === "failed" && html`<${Failed} id=${id} error=${transcript.error} />`}
      ${isEmpty && transcript?.state !== "failed" && html`<${Skeleton} />`}
      ${lines.map((line, index) => {
        const former = lines[index - 1];
        return html`<${Line} key=${line.version} line=${line} former=${former} name=${name} />`;
      })}
      ${waiting.map((message) => html`<${Outgoing} key=${message.key} message=${message} />`)}
    </div>
  </div>`;
}

// At the end it stays at the end; elsewhere what is being read stays where it is.
function useScroll(lines, waitingCount) {
  const place = useRef(null);
  const known = useRef({ first: undefined, height: 0, isAtEnd: true });
  useLayoutEffect(() => {
    const box = place.current;
    const note = () => {
      known.current.isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    };
    const sizes = new ResizeObserver(() => known.current.isAtEnd && toEnd(box));
    sizes.observe(box);
    box.addEventListener("scroll", note, { passive: true });
    return () => sizes.disconnect();
  }, []);
  const first = lines[0]?.version;
  const last = lines.at(-1)?.version;
  useLayoutEffect(() => {
    const box = place.current;
    const { first: former, height, isAtEnd } = known.current;
    if (isAtEnd) toEnd(box);
    else if (former !== undefined && first < former) box.scrollTop += box.scrollHeight - height;
    Object.assign(known.current, { first, height: box.scrollHeight });
  }, [first, last, waitingCount]);
  return place;
}

function toEnd(box) {
  box.scrollTop = box.scrollHeight;
}

function Older({ id, transcript }) {
  if (!transcript?.before || transcript.before <= 1) return null;
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

function Line({ line, former, name }) {
  const isNewDay = !former || dayOf(former.at_ms) !== dayOf(line.at_ms);
  return html`
    ${isNewDay && html`<p class="day">${dayOf(line.at_ms)}</p>`}
    ${line.kind === "message"
      ? html`<${Message} line=${line} former=${isNewDay ? undefined : former} name=${name} />`
      : html`<${Activity} line=${line} />`}
  `;
}

function Message({ line, former, name }) {
  const { from, text, at_ms, agent } = line;
  const isNext = former?.from === from && former.agent === agent && at_ms - former.at_ms < GROUP_MS;
  const author = from === "agent" ? staffName(agent) : name;
  return html`<div class=${classes("message", `from-${from}`, isNext && "is-next")}>
    <p class=${isNext ? "visually-hidden" : "author"}>
      ${author} <time dateTime=${new Date(at_ms).toISOString()}>${timeOfDay(at_ms)}</time>
    </p>
    <p class="bubble" title=${timeOfDay(at_ms)}>${text ?? t("message.erased")}</p>
  </div>`;
}

function Activity({ line }) {
  const { code, agent, queue, at_ms, wait_ms } = line;
  if (!hasWords(`activity.${code}`)) return null;
  const facts = { name: staffName(agent), queue: queueName(queue), wait: duration(wait_ms ?? 0) };
  return html`<p class="activity">
    ${t(`activity.${code}`, facts)} <time>${timeOfDay(at_ms)}</time>
  </p>`;
}

function Outgoing({ message }) {
  const { key, text, state, code } = message;
  if (state === "pending") {
    return html`<div class="message from-agent is-pending">
      <p class="bubble">${text}</p>
      <p class="fate"><${Icon} name="clock" /> ${t("message.pending")}</p>
    </div>`;
  }
  return html`<div class="message from-agent is-failed">
    <p class="bubble">${text}</p>
    <p class="fate">
      <${Icon} name="warning" /> ${t("message.failed", { why: named("refused", code) })}
      <button class="plain" onClick=${() => takeBack(message)}>${t("message.edit")}</button>
      <button class="plain" onClick=${() => discardMessage(key)}>${t("message.discard")}</button>
    </p>
  </div>`;
}

// The words go back to where they were written, behind what stands there by now.
function takeBack({ key, interaction }) {
  const words = [drafts.value[interaction], discardMessage(key)].filter(Boolean);
  setDraft(interaction, words.join("\n"));
  document.getElementById("composer")?.focus();
}
