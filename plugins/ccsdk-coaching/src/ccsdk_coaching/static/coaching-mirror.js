// The layer over the text field: the same text, laid out alike and unseen, of which only the
// lines under findings show. Its height is the field's, so the two scroll as one.

import { element } from "./coaching-dom.js";

const RANK = ["warning", "info", "hint"];

/**
 * Show a text with its findings marked.
 * @param {HTMLElement} mirror
 * @param {string} text
 * @param {import("./coaching-checking.js").Finding[]} findings
 * @param {import("./coaching-checking.js").Finding | null} here The one at the caret.
 */
export function draw(mirror, text, findings, here) {
  const parts = [];
  let at = 0;
  for (const { start, end, severity, isHere } of pieces(findings, here)) {
    const className = `${severity}${isHere ? " is-here" : ""}`;
    parts.push(text.slice(at, start), element("mark", { className }, text.slice(start, end)));
    at = end;
  }
  // A last line that is empty has its height only if something stands in it.
  mirror.replaceChildren(...parts, `${text.slice(at)}\u200b`);
}

/**
 * Return the marked parts of a text, none within another: of findings that overlap, the most
 * severe counts. What is about the note as a whole marks no words.
 */
export function pieces(findings, here) {
  const marks = findings.filter(({ is_about_note }) => !is_about_note);
  const edges = [...new Set(marks.flatMap(({ start, end }) => [start, end]))];
  edges.sort((one, other) => one - other);
  const found = [];
  let open = [];
  let next = 0;
  const sorted = marks.toSorted((one, other) => one.start - other.start);
  for (const [index, start] of edges.entries()) {
    while (sorted[next]?.start === start) open.push(sorted[next++]);
    open = open.filter(({ end }) => end > start);
    if (!open.length) continue;
    const ranks = open.map(({ severity }) => Math.max(0, RANK.indexOf(severity)));
    const severity = RANK[Math.min(...ranks)];
    found.push({ start, end: edges[index + 1], severity, isHere: open.includes(here) });
  }
  return found;
}
