// The command bar: type a few letters of what you want, Enter does it.
// Source: WAI-ARIA Authoring Practices, combobox with list autocomplete, in a dialog.

import { signal } from "@preact/signals";
import { createRef } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { actions } from "../actions.js";
import { beside, classes, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";

const SHOWN_MAX = 50;

const dialog = createRef();
const isOpen = signal(false);
const typed = signal("");
const at = signal(0);

/** Open the bar, empty. */
export function openCommands() {
  typed.value = "";
  at.value = 0;
  isOpen.value = true;
  dialog.current?.showModal();
}

export function CommandBar() {
  // A browser tells of it later: whoever was quick has opened the bar again by then.
  const closed = () => {
    isOpen.value = dialog.current?.open ?? false;
  };
  return html`<dialog
    class="commands"
    ref=${dialog}
    aria-label=${t("commands.title")}
    onClose=${closed}
    ...${beside(() => dialog.current?.close())}
  >
    ${isOpen.value && html`<${Panel} />`}
  </dialog>`;
}

function Panel() {
  const found = matching(actions(), typed.value);
  const index = Math.min(at.value, found.length - 1);
  const isFound = found.length > 0;
  return html`<div class="commands-panel">
    <div class="commands-field">
      <${Icon} name="search" /><${Field} found=${found} index=${index} />
    </div>
    <ul class="commands-list" id="commands-list" role="listbox" aria-label=${t("commands.title")}>
      ${found.map((each, n) => {
        const isActive = n === index;
        return html`<${Entry} key=${each.id} action=${each} n=${n} isActive=${isActive} />`;
      })}
    </ul>
    ${!isFound && html`<p class="commands-none quiet" role="status">${t("commands.nothing")}</p>`}
  </div>`;
}

function Field({ found, index }) {
  const field = useRef(null);
  useLayoutEffect(() => field.current.focus(), []);
  const move = (by) => {
    at.value = (index + by + found.length) % Math.max(found.length, 1);
  };
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => run(found[index]),
  };
  const press = (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  const type = (event) => {
    typed.value = event.target.value;
    at.value = 0;
  };
  return html`<input
    ref=${field}
    type="text"
    role="combobox"
    autocomplete="off"
    spellcheck="false"
    aria-label=${t("commands.label")}
    aria-expanded="true"
    aria-controls="commands-list"
    aria-autocomplete="list"
    aria-activedescendant=${index < 0 ? undefined : `command-${index}`}
    placeholder=${t("commands.placeholder")}
    value=${typed.value}
    onInput=${type}
    onKeyDown=${press}
  />`;
}

function Entry({ action, n, isActive }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    if (isActive) place.current.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return html`<li
    ref=${place}
    id=${`command-${n}`}
    role="option"
    class=${classes("command", isActive && "is-active")}
    aria-selected=${String(isActive)}
    onMouseDown=${(event) => event.preventDefault()}
    onClick=${() => run(action)}
  >
    <${Icon} name=${action.icon} /><span>${action.words}</span>
    ${action.keys && html`<kbd>${action.keys}</kbd>`}
  </li>`;
}

// Closing gives the focus back; the action may then move it on.
function run(action) {
  if (!action) return;
  dialog.current.close();
  action.act();
}

function matching(all, wanted) {
  const letters = [...wanted.toLocaleLowerCase()].filter((letter) => letter.trim());
  if (!letters.length) return all.slice(0, SHOWN_MAX);
  const scored = all.map((action) => ({ action, score: best(action, letters) }));
  const found = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  return found.map(({ action }) => action).slice(0, SHOWN_MAX);
}

function best({ words, id }, letters) {
  return Math.max(score(words.toLocaleLowerCase(), letters), score(id, letters));
}

/** Return how well letters stand in a text in their order; 0 if they do not. */
function score(text, letters) {
  let total = 1;
  let last = -1;
  for (const letter of letters) {
    const found = text.indexOf(letter, last + 1);
    if (found < 0) return 0;
    const isStart = found === 0 || /[\s_:]/.test(text[found - 1]);
    total += (found === last + 1 ? 4 : 0) + (isStart ? 3 : 0) + 1 / (1 + found - last);
    last = found;
  }
  return total;
}
