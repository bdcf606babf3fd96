// What can be inserted where somebody types behind a mark: a list at the text field.
// Source: WAI-ARIA Authoring Practices, listbox with `aria-activedescendant`.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { classes, html } from "../dom.js";
import { replaced, typedBehind } from "../writing.js";

/**
 * @typedef {object} Suggestion
 * @property {string} id
 * @property {string} title
 * @property {string} [detail]
 * @property {string} insert
 */

/**
 * Follow the caret of a text field and offer what fits.
 * @param {object} options
 * @param {string} options.text
 * @param {string} options.mark
 * @param {(query: string) => Suggestion[]} options.find
 * @param {{current: HTMLTextAreaElement | null}} options.field
 * @param {(text: string) => void} options.onText Takes the text with what was inserted.
 */
export function useSuggestions({ text, mark, find, field, onText }) {
  const [caret, setCaret] = useState(-1);
  const [at, setAt] = useState(0);
  const [closedFrom, setClosedFrom] = useState(-1);
  const typed = caret >= 0 ? typedBehind(text, caret, mark) : null;
  const found = typed && typed.from !== closedFrom ? find(typed.query) : [];
  const next = useNextCaret(text, field);
  const choose = ({ insert }) => {
    const done = replaced(text, typed, insert);
    next.current = done.caret;
    setCaret(-1);
    onText(done.text);
    field.current.focus();
  };
  const keys = keysOf({ found, at, setAt, choose, close: () => setClosedFrom(typed.from) });
  return {
    found,
    at: Math.min(at, found.length - 1),
    choose,
    /** Look where the caret is; a mark that is typed anew opens the list again. */
    look() {
      const { selectionStart, selectionEnd, value } = field.current;
      const isPoint = selectionStart === selectionEnd;
      if (isPoint && value[selectionStart - 1] === mark) setClosedFrom(-1);
      setCaret(isPoint ? selectionStart : -1);
      setAt(0);
    },
    leave: () => setCaret(-1),
    press: (event) => found.length > 0 && pressed(event, keys),
  };
}

// The caret goes behind what was inserted, once that stands in the field.
function useNextCaret(text, field) {
  const next = useRef(-1);
  useLayoutEffect(() => {
    if (next.current < 0) return;
    field.current.setSelectionRange(next.current, next.current);
    next.current = -1;
  }, [text]);
  return next;
}

// Take a key that is meant for the list; says whether it was.
function pressed(event, keys) {
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  event.stopPropagation();
  act();
  return true;
}

function keysOf({ found, at, setAt, choose, close }) {
  const take = () => choose(found[Math.min(at, found.length - 1)]);
  return {
    ArrowDown: () => setAt((at + 1) % found.length),
    ArrowUp: () => setAt((at + found.length - 1) % found.length),
    Enter: take,
    Tab: take,
    Escape: close,
  };
}

/** The list; the text field names it and its active option. */
export function Suggestions({ id, label, found, at, choose }) {
  const active = useRef(null);
  useLayoutEffect(() => active.current?.scrollIntoView({ block: "nearest" }), [at]);
  if (!found.length) return null;
  return html`<ul class="suggestions" id=${id} role="listbox" aria-label=${label}>
    ${found.map(
      (each, index) => html`<li
        key=${each.id}
        id=${`${id}-${index}`}
        ref=${index === at ? active : undefined}
        role="option"
        class=${classes("suggestion", index === at && "is-active")}
        aria-selected=${String(index === at)}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => choose(each)}
      >
        <span class="suggestion-title">${each.title}</span>
        ${each.detail && html`<span class="suggestion-detail">${each.detail}</span>`}
      </li>`,
    )}
  </ul>`;
}
