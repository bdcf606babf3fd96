// Elements by DOM calls: a page with Trusted Types and without inline styles allows nothing else.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element; a property where it has one of that name, else an attribute.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string)} children
 * @returns {any} typed loosely: callers use what their tag has
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/**
 * Draw an outlined icon of 24 by 24.
 * @param {string} d
 */
export function icon(d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/**
 * @param {string} className
 * @param {(event: Event) => void} onclick
 * @param {...(Node | string)} children
 */
export function button(className, onclick, ...children) {
  return make("button", { type: "button", className, onclick }, ...children);
}

/**
 * Write text; the same text is left alone, so that a screen reader does not say it again.
 * @param {Element} element
 * @param {string} text
 * @param {string} [name] in it, of somebody whose script may run the other way
 */
export function write(element, text, name) {
  if (element.textContent === text) return;
  const [before, ...behind] = name ? text.split(name) : [text];
  element.replaceChildren(before, ...behind.flatMap((part) => [make("bdi", {}, name), part]));
}
