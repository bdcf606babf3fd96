// Elements out of plain values. No text ever becomes markup: a note may hold anything.

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [properties] Properties; `attributes` are set as such.
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function element(tag, { attributes = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Make a button. */
export function button(text, onclick, className = "") {
  return element("button", { type: "button", className, onclick }, text);
}
