// Places in a text that changes: of code points, of findings, and of the sentence at the caret.
//
// The linter counts code points, a browser counts units of UTF-16. A finding stays with its words
// while text is typed before or behind them, and is gone once they are touched.

/** @typedef {{start: number, end: number}} Span Half-open, in units of UTF-16. */
/** @typedef {{start: number, end: number, length: number}} Edit
 * What stood from start to end became so many units. */

const SURROGATE = /[\ud800-\udfff]/;
// What would make one word of two; of Han characters none belongs to its neighbour.
const WORD = /^(?!\p{Script=Han})[\p{L}\p{N}'’]/u;
const ENDS = /[.!?…]+["'”’)\]»]*(?=\s)|[。！？]+["'”’」』)）]*|\n/gu;
const IS_ENDED = /(?:[.!?…。！？]["'”’)\]»」』）]*|\n)\s*$/u;
// Sentences are shorter, and a text without any costs no more than this.
const SENTENCE_MAX = 2_000;

/**
 * Return what turns an offset in code points of a well-formed text into units of UTF-16.
 * @param {string} text
 * @returns {(offset: number) => number}
 */
export function unitsOf(text) {
  if (!SURROGATE.test(text)) return (offset) => Math.min(offset, text.length);
  const places = [0];
  let at = 0;
  for (const character of text) places.push((at += character.length));
  return (offset) => places[offset] ?? text.length;
}

/** Return how many code points a text has. */
export function lengthOf(text) {
  if (!SURROGATE.test(text)) return text.length;
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/**
 * Return the least edit between two texts; of equal ones that which ends at the caret.
 * @param {string} former
 * @param {string} text
 * @param {number} [caret] Where the caret is in the new text.
 * @returns {Edit}
 */
export function editBetween(former, text, caret = text.length) {
  const typed = trimmed(former, text, text.length - caret);
  const least = trimmed(former, text, text.length);
  return sizeOf(typed) <= sizeOf(least) ? typed : least;
}

function sizeOf({ start, end, length }) {
  return end - start + length;
}

function trimmed(former, text, tailMax) {
  const shared = Math.min(former.length, text.length);
  const most = Math.min(shared, tailMax);
  let tail = 0;
  while (tail < most && former.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  let start = 0;
  while (start < shared - tail && former[start] === text[start]) start += 1;
  return { start, end: former.length - tail, length: text.length - tail - start };
}

/**
 * Return where a span is after an edit; null if the edit touched it.
 * @param {Span} span
 * @param {Edit} edit
 * @param {string} text The text after the edit.
 * @returns {Span | null}
 */
export function movedSpan({ start, end }, edit, text) {
  const shift = edit.length - (edit.end - edit.start);
  if (edit.end < start) return { start: start + shift, end: end + shift };
  if (edit.start > end) return { start, end };
  if (edit.end === start && !isOneWord(text, start + shift)) {
    return { start: start + shift, end: end + shift };
  }
  return edit.start === end && !isOneWord(text, end) ? { start, end } : null;
}

function isOneWord(text, at) {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
  return WORD.test(before) && WORD.test(text.slice(at, at + 2));
}

/**
 * Return findings after an edit: those it touched are gone, and of the others the suggestions
 * that it touched.
 * @template {Span & {suggestions: (Span & {text: string})[]}} F
 * @param {F[]} findings
 * @param {Edit} edit
 * @param {string} text The text after the edit.
 * @returns {F[]}
 */
export function moved(findings, edit, text) {
  return findings.flatMap((finding) => {
    const span = movedSpan(finding, edit, text);
    if (!span) return [];
    const suggestions = finding.suggestions.flatMap((each) => {
      const place = movedSpan(each, edit, text);
      return place ? [{ ...each, ...place }] : [];
    });
    return [{ ...finding, ...span, suggestions }];
  });
}

/**
 * Return the sentence under the caret as far as it is not ended yet; null if it is.
 * @param {string} text
 * @param {number} caret
 * @returns {Span | null}
 */
export function openSentence(text, caret) {
  const from = Math.max(0, caret - SENTENCE_MAX);
  const before = text.slice(from, caret);
  const ends = [...before.matchAll(ENDS)].map(({ 0: mark, index }) => index + mark.length);
  const start = from + (ends.at(-1) ?? 0);
  if (!text.slice(start, caret).trim() || IS_ENDED.test(before)) return null;
  const behind = text.slice(caret, caret + SENTENCE_MAX);
  const [next] = behind.matchAll(ENDS);
  return { start, end: caret + (next ? next.index + next[0].length : behind.length) };
}

/**
 * Return the finding at an offset, else the next one behind it; null if there is none.
 * @template {Span} F
 * @param {F[]} findings By their start.
 * @param {number} at
 * @returns {F | null}
 */
export function findingFrom(findings, at) {
  const here = findings.filter(({ start, end }) => start <= at && at <= end);
  // Of several the one that begins last is the most particular.
  return here.at(-1) ?? findings.find(({ start }) => start > at) ?? null;
}
