// A list one can type into: an editable combobox with a list box.
// Source: WAI-ARIA Authoring Practices, combobox with list autocomplete.

import { useState } from "preact/hooks";
import { classes, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";

/** `options` are [code, words]; `onChoose` gets a code, or undefined for none. */
export function Choice({ id, label, options, value, onChoose }) {
  const [typed, setTyped] = useState(null);
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const words = options.find(([code]) => code === value)?.[1] ?? "";
  const found = matching(options, typed);
  const choose = (code) => {
    onChoose(code);
    setTyped(null);
    setOpen(false);
  };
  const show = (index) => {
    setOpen(true);
    setAt((index + found.length) % Math.max(found.length, 1));
  };
  const keys = {
    ArrowDown: () => show(isOpen ? at + 1 : 0),
    ArrowUp: () => show(isOpen ? at - 1 : found.length - 1),
    Enter: () => isOpen && found[at] && choose(found[at][0]),
    Escape: () => choose(value),
  };
  const input = { id, found, isOpen, at, shown: typed ?? words, keys };
  input.onOpen = () => show(Math.max(0, found.findIndex(([code]) => code === value)));
  input.onType = (text) => {
    setTyped(text);
    if (!text) onChoose(undefined);
    show(0);
  };
  input.onLeave = () => choose(value);
  return html`<div class="choice">
    <label for=${id}>${label}</label>
    <div class="choice-field"><${Field} ...${input} /><${Icon} name="down" /></div>
    <${List} ...${{ id, label, found, isOpen, at, value, choose }} />
  </div>`;
}

function matching(options, typed) {
  if (!typed) return options;
  const wanted = typed.toLocaleLowerCase();
  return options.filter(([, words]) => words.toLocaleLowerCase().includes(wanted));
}

function Field({ id, found, isOpen, at, shown, keys, onOpen, onType, onLeave }) {
  const press = (event) => {
    if (event.isComposing || !keys[event.key]) return;
    if (event.key === "Enter" && !isOpen) return; // It saves the form.
    event.preventDefault();
    keys[event.key]();
  };
  return html`<input
    id=${id}
    role="combobox"
    type="text"
    autocomplete="off"
    aria-expanded=${String(isOpen)}
    aria-controls=${`${id}-list`}
    aria-autocomplete="list"
    aria-activedescendant=${isOpen && found[at] ? `${id}-${found[at][0]}` : undefined}
    placeholder=${t("choice.placeholder")}
    value=${shown}
    onClick=${onOpen}
    onInput=${(event) => onType(event.target.value)}
    onKeyDown=${press}
    onBlur=${onLeave}
  />`;
}

function List({ id, label, found, isOpen, at, value, choose }) {
  const name = `${id}-list`;
  const list = { id: name, role: "listbox", "aria-label": label, hidden: !isOpen };
  return html`<ul class="choice-list" ...${list}>
    ${found.map(
      ([code, words], index) => html`<li
        key=${code}
        id=${`${id}-${code}`}
        role="option"
        class=${classes(index === at && "is-active")}
        aria-selected=${String(code === value)}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => choose(code)}
      >
        ${words} ${code === value && html`<${Icon} name="check" />`}
      </li>`,
    )}
    ${found.length === 0 &&
    html`<li class="quiet" role="option" aria-disabled="true" aria-selected="false">
      ${t("choice.nothing")}
    </li>`}
  </ul>`;
}
