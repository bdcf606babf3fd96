// Where the reply is written. Enter sends; Enter that ends a composed word (IME) does not.

import { useLayoutEffect, useRef } from "preact/hooks";
import { sendMessage } from "../commands.js";
import { drafts, focusAsked, setDraft } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { connection } from "../session.js";

const COMPOSING_KEY = 229;
const LENGTH_MAX = 32_000;

export function Composer({ id, name }) {
  const place = useRef(null);
  const text = drafts.value[id] ?? "";
  useLayoutEffect(() => {
    if (focusAsked.value === id) place.current.focus();
    focusAsked.value = null;
  }, [id]);
  const send = () => {
    if (!text.trim()) return;
    sendMessage(id, text.trim());
    setDraft(id, "");
    place.current.focus();
  };
  return html`<form class="composer" onSubmit=${(event) => sendOn(event, send)}>
    <label class="visually-hidden" for="composer">${t("composer.label", { name })}</label>
    <textarea
      id="composer"
      ref=${place}
      rows="2"
      maxlength=${LENGTH_MAX}
      placeholder=${t("composer.placeholder", { name })}
      value=${text}
      onInput=${(event) => setDraft(id, event.target.value)}
      onKeyDown=${(event) => keyPressed(event, send)}
    ></textarea>
    <div class="composer-foot">
      <p class="quiet">${hint()}</p>
      <button class="primary" disabled=${!text.trim()}>
        <${Icon} name="send" /> ${t("composer.send")}
      </button>
    </div>
  </form>`;
}

function hint() {
  return t(connection.value.state === "offline" ? "composer.hint_offline" : "composer.hint");
}

function sendOn(event, send) {
  event.preventDefault();
  send();
}

function keyPressed(event, send) {
  if (event.isComposing || event.keyCode === COMPOSING_KEY) return;
  if (event.key === "Escape") event.target.blur();
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) sendOn(event, send);
}
