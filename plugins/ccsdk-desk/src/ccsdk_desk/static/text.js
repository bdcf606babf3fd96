// Text of customers and colleagues as people read it: its addresses become links, and nothing
// else of it becomes anything. A link shows the host it leads to, whatever it pretends.

import { html } from "./dom.js";
import { pieces, t } from "./i18n.js";

const ADDRESS = /\bhttps?:\/\/[^\s\p{Bidi_Control}<>"'`，。；：！？、（）「」『』《》]+/giu;
// What ends a sentence rather than an address.
const TAIL = /[.,;:!?\]}*_~]+$/;

/** A text with its addresses as links. */
export function Text({ text }) {
  const shown = (part) => (typeof part === "string" ? part : html`<${Link} ...${part} />`);
  return parts(text).map(shown);
}

/** A sentence, `of` its key, in which names keep their own direction and turn nothing round. */
export function Said({ of, ...values }) {
  const isolated = ([name, value]) => [
    name,
    typeof value === "string" ? html`<bdi>${value}</bdi>` : value,
  ];
  return pieces(of, Object.fromEntries(Object.entries(values).map(isolated)));
}

/**
 * Return the text in pieces: strings, and {href, shown, host} where an address stands.
 * @param {string} text
 */
export function parts(text) {
  const found = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    const shown = withoutTail(match);
    const url = URL.canParse(shown) ? new URL(shown) : null;
    if (!url || !["http:", "https:"].includes(url.protocol)) continue;
    found.push(text.slice(end, index), { href: url.href, shown, host: url.host });
    end = index + shown.length;
  }
  return [...found, text.slice(end)].filter((part) => part !== "");
}

// A closing bracket belongs to the address only if it was opened there.
function withoutTail(match) {
  const text = match.replace(TAIL, "");
  const isOpened = text.includes("(");
  return !isOpened && text.includes(")") ? text.slice(0, text.indexOf(")")) : text;
}

// What is before the first slash is the host only if nothing is hidden in it.
function Link({ href, shown, host }) {
  const seen = shown.replace(/^https?:\/\//i, "").split(/[/?#\\]/)[0].toLowerCase();
  return html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer" title=${host}>
    ${shown}</a
  >${seen !== host && html`<span class="link-host">${t("link.host", { host })}</span>`}`;
}
