// Beside a consult: to who asks, the talk with the colleague; to the colleague, what it is about.

import { useRef } from "preact/hooks";
import { html } from "../dom.js";
import { changeDraft, draftOf } from "../drafts.js";
import { transcripts } from "../history.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Messages } from "../parts/messages.js";
import { customerName } from "../desk.js";
import { post } from "../posting.js";
import { own, staffName } from "../session.js";
import { Said } from "../text.js";

export function Beside({ interaction }) {
  const { parent, child } = interaction;
  if (parent) return html`<${About} id=${parent} />`;
  const consult = own.interaction(child);
  return consult ? html`<${Talk} key=${child} consult=${consult} />` : null;
}

function About({ id }) {
  const transcript = transcripts.get(id);
  const name = customerName(id, transcript?.customer?.name);
  return html`<section class="beside" aria-labelledby="beside-title">
    <h3 id="beside-title">
      <${Icon} name="eye" /> <span><${Said} of="consult.about" name=${name} /></span>
    </h3>
    <${Messages} interaction=${{ id }} transcript=${transcript} name=${name} />
  </section>`;
}

function Talk({ consult }) {
  const name = staffName(consult.owner);
  return html`<section class="beside" aria-labelledby="beside-title">
    <h3 id="beside-title">
      <${Icon} name="lock" /> <span><${Said} of="consult.with" name=${name} /></span>
    </h3>
    <${Messages} interaction=${consult} transcript=${transcripts.get(consult.id)} name=${name} />
    <${Writing} id=${consult.id} name=${name} />
  </section>`;
}

function Writing({ id, name }) {
  const field = useRef(null);
  const { text } = draftOf(id, "reply");
  const send = (event) => {
    event.preventDefault();
    if (draftOf(id, "reply").text.trim()) post(id, "reply");
    field.current.focus();
  };
  const press = (event) => {
    const isSent = event.key === "Enter" && !event.shiftKey && !event.altKey;
    if (isSent && !event.isComposing && event.keyCode !== 229) send(event);
    else if (event.key === "Escape") event.target.blur();
  };
  return html`<form class="beside-writing" onSubmit=${send}>
    <label class="visually-hidden" for="consult-composer">
      ${t("composer.label_reply", { name })}
    </label>
    <textarea
      id="consult-composer"
      ref=${field}
      rows="2"
      dir="auto"
      placeholder=${t("composer.placeholder_reply", { name })}
      value=${text}
      onInput=${({ target }) => changeDraft(id, "reply", { text: target.value })}
      onKeyDown=${press}
    ></textarea>
    <button class="primary" disabled=${!text.trim()} aria-label=${t("consult.send", { name })}>
      <${Icon} name="send" />
    </button>
  </form>`;
}
