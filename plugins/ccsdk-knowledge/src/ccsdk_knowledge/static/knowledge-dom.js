// Elements out of plain values. No text ever becomes markup: an article may be hostile.

/**
 * @typedef {string | {tag: string, href?: string, start?: number, children: Node[]}} Node
 * What the plugin makes of an article's Markdown.
 */

const TAGS = new Set(
  (
    "p span h5 h6 ul ol li blockquote strong em a code pre br hr " +
    "table thead tbody tr th td"
  ).split(" "),
);

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [properties] Properties; `attributes` are set as such.
 * @param {...(globalThis.Node | string)} children
 * @returns {any}
 */
export function element(tag, { attributes = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Make an article's elements, of known tags and links to the web alone.
 * @param {Node[]} nodes
 * @returns {DocumentFragment}
 */
export function documentOf(nodes) {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) fragment.append(nodeOf(node));
  return fragment;
}

function nodeOf(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const made = document.createElement(TAGS.has(node.tag) ? node.tag : "span");
  if (made instanceof HTMLAnchorElement && isWeb(node.href)) {
    Object.assign(made, { href: node.href, target: "_blank", rel: "noopener noreferrer" });
  }
  if (made instanceof HTMLOListElement && Number.isInteger(node.start)) made.start = node.start;
  made.append(documentOf(node.children));
  return made;
}

/** Say whether an address is a page of the web, and nothing that runs. */
export function isWeb(address) {
  return typeof address === "string" && URL.parse(address)?.protocol === "https:";
}

/**
 * Make a snippet with its words marked; places count characters, not units of UTF-16.
 * @param {string} text
 * @param {[number, number][]} marks
 */
export function marked(text, marks = []) {
  const characters = [...text];
  const place = element("p", { className: "snippet", dir: "auto" });
  let at = 0;
  for (const [start, end] of marks) {
    const word = element("mark", {}, characters.slice(start, end).join(""));
    place.append(characters.slice(at, start).join(""), word);
    at = end;
  }
  place.append(characters.slice(at).join(""));
  return place;
}
