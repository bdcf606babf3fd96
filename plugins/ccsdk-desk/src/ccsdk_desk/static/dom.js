// How views are written: tagged templates, no build.

import { h } from "preact";
import htm from "htm";

export const html = htm.bind(h);

/** Join the class names that are not empty. */
export function classes(...names) {
  return names.filter(Boolean).join(" ");
}

/** Say whether what has the focus takes letters, so that a single key is not a shortcut. */
export function isTyping() {
  const element = /** @type {HTMLInputElement | null} */ (document.activeElement);
  if (!element) return false;
  if (element.isContentEditable) return true;
  if (element.tagName === "INPUT") return !["checkbox", "radio", "button"].includes(element.type);
  return element.tagName === "TEXTAREA" || element.tagName === "SELECT";
}
