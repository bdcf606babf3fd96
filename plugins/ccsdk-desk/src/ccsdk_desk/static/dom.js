// How views are written: tagged templates, no build.

import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);

/** Join the class names that are not empty. */
export function classes(...names) {
  return names.filter(Boolean).join(" ");
}

/** Where the last press in a dialog began. @type {EventTarget | null} */
let begun = null;

/**
 * Close a dialog by a press beside it. What began in it and slipped off is a click on it, too.
 * @param {() => void} close
 */
export function beside(close) {
  return {
    onPointerDown: ({ target }) => {
      begun = target;
    },
    onClick: ({ target, currentTarget }) => {
      if (target === currentTarget && target === begun) close();
    },
  };
}

/** Say whether what has the focus takes letters, so that a single key is not a shortcut. */
export function isTyping() {
  const element = /** @type {HTMLInputElement | null} */ (document.activeElement);
  if (!element) return false;
  if (element.isContentEditable) return true;
  if (element.tagName === "INPUT") return !["checkbox", "radio", "button"].includes(element.type);
  return element.tagName === "TEXTAREA" || element.tagName === "SELECT";
}
