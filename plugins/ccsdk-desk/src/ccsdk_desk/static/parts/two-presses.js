// What cannot be taken back takes two presses, and says before the second what it does.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "../dom.js";
import { t } from "../i18n.js";

/**
 * @param {{words: string, question: any, yes: string, isBusy: boolean, act: () => void}} props
 */
export function TwoPresses({ words, question, yes, isBusy, act }) {
  const [isAsking, setAsking] = useState(false);
  const leave = () => setAsking(false);
  if (isAsking) return html`<${Question} ...${{ question, yes, isBusy, act, leave }} />`;
  return html`<button class="secondary" disabled=${isBusy} onClick=${() => setAsking(true)}>
    ${words}
  </button>`;
}

function Question({ question, yes, isBusy, act, leave }) {
  const first = useRef(null);
  useLayoutEffect(() => first.current.focus(), []);
  const pressed = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // The sheet stays open.
    leave();
  };
  const confirm = () => {
    leave();
    act();
  };
  return html`<div class="two-presses" role="group" aria-label=${question} onKeyDown=${pressed}>
    <span>${question}</span>
    <button class="danger" ref=${first} disabled=${isBusy} onClick=${confirm}>${yes}</button>
    <button class="secondary" onClick=${leave}>${t("end.no")}</button>
  </div>`;
}
