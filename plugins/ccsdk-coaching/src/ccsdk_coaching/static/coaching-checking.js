// What is known about a text that is being written: asked a moment after the last key, kept with
// its words until the next answer, and held back where somebody still writes the sentence.

import { editBetween, moved, openSentence, unitsOf } from "./coaching-places.js";

export const ASKED_AFTER_MS = 150;
export const HELD_MS = 1_000;
const AGAIN_AFTER_MS = 2_000;
// What the linter takes, and what a frame of the bus holds of text in JSON, beside the names.
const NOTE_BYTES_MAX = 65_536;
const WRITTEN_BYTES_MAX = 110_000;

/**
 * @typedef {object} Finding Offsets are units of UTF-16.
 * @property {string} code
 * @property {string} severity
 * @property {number} start
 * @property {number} end
 * @property {string} message
 * @property {{start: number, end: number, text: string}[]} suggestions
 * @property {boolean} [is_about_note]
 */
/** @typedef {"new" | "checked" | "away" | "too_long" | "refused"} State */

const bytes = new TextEncoder();

/** One draft's text and findings. */
export class Checking {
  /** What is shown. @type {Finding[]} */
  findings = [];
  /** How much was found in all. */
  count = 0;
  /** @type {Record<string, {why: string, instead: string}>} */
  rules = {};
  /** @type {State} */
  state = "new";
  text = "";
  #ask;
  #onChange;
  #caret = () => -1;
  /** All that is known, what is held back included. @type {Finding[]} */
  #known = [];
  #version = 0;
  #answered = 0;
  #draft = "";
  #typedAt = -Infinity;
  #asking = 0;
  #holding = 0;
  /** Edits since each question that has no answer yet. @type {Map<number, any[]>} */
  #since = new Map();

  /**
   * @param {object} given
   * @param {(question: object) => Promise<any>} given.ask
   * @param {() => void} given.onChange Something else is to be shown.
   * @param {() => number} given.caret Where somebody writes; -1 if nobody does.
   */
  constructor({ ask, onChange, caret }) {
    this.#ask = ask;
    this.#onChange = onChange;
    this.#caret = caret;
  }

  /** Begin with a text of which nothing is known. */
  begin(text) {
    this.stop();
    this.#draft = crypto.randomUUID();
    this.#since.clear();
    this.#answered = this.#version += 1;
    this.#typedAt = -Infinity;
    Object.assign(this, { text, findings: [], count: 0, rules: {}, state: "new" });
    this.#known = [];
    if (text) this.#wait(0);
  }

  /** Take a changed text: what is known moves with its words. */
  follow(text) {
    if (text === this.text) return;
    const edit = editBetween(this.text, text, this.#caret());
    this.text = text;
    this.#version += 1;
    this.#typedAt = performance.now();
    this.#known = moved(this.#known, edit, text);
    this.findings = moved(this.findings, edit, text);
    for (const edits of this.#since.values()) edits.push({ edit, text });
    clearTimeout(this.#asking);
    clearTimeout(this.#holding);
  }

  /** Ask about the text as it is, soon. */
  checkSoon() {
    if (this.text) return this.#wait(ASKED_AFTER_MS);
    this.#answered = this.#version;
    this.#take([], 0, {});
  }

  /** Ask anew about the same text, for a reader of another language. */
  checkAgain() {
    if (this.text) this.#wait(0);
  }

  /** Show what was held back, if the caret has left it. */
  caretMoved() {
    if (this.#known.length > this.findings.length) this.#arrange();
  }

  stop() {
    clearTimeout(this.#asking);
    clearTimeout(this.#holding);
  }

  #wait(ms) {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#check(), ms);
  }

  async #check() {
    const { text } = this;
    const version = this.#version;
    const draft = this.#draft;
    if (isTooLong(text)) return this.#turn("too_long");
    const note = text.toWellFormed();
    const edits = [];
    this.#since.set(version, edits);
    try {
      const answer = await this.#ask({ note, version, draft });
      if (draft !== this.#draft) return;
      this.#answer(version, answer, edits, unitsOf(note));
    } catch (error) {
      if (draft === this.#draft && version === this.#version) this.#failed(error);
    } finally {
      if (this.#since.get(version) === edits) this.#since.delete(version);
    }
  }

  #answer(version, answer, edits, units) {
    if (answer.is_superseded || version < this.#answered) return;
    this.#answered = version;
    let found = (answer.diagnostics ?? []).map((each) => inUnits(each, units));
    for (const { edit, text } of edits) found = moved(found, edit, text);
    this.#take(found, answer.count ?? found.length, answer.rules ?? {});
  }

  #take(found, count, rules) {
    this.#known = found;
    Object.assign(this, { count, rules, state: "checked" });
    this.#arrange();
  }

  #failed({ code }) {
    const isLasting = ["bad_request", "forbidden", "unsupported", "not_found"].includes(code);
    this.#turn(isLasting ? "refused" : "away");
    if (!isLasting) this.#wait(AGAIN_AFTER_MS);
  }

  #turn(state) {
    this.state = state;
    this.#onChange();
  }

  /** Show all but what is new in the sentence that somebody is writing. */
  #arrange() {
    clearTimeout(this.#holding);
    const left = this.#typedAt + HELD_MS - performance.now();
    const caret = this.#caret();
    const open = left > 0 && caret >= 0 ? openSentence(this.text, caret) : null;
    const shown = new Set(this.findings.map(identity));
    const isHeld = (each) => open && isWithin(each, open) && !shown.has(identity(each));
    this.findings = this.#known.filter((each) => !isHeld(each));
    const isHolding = this.findings.length < this.#known.length;
    if (isHolding) this.#holding = setTimeout(() => this.#arrange(), Math.max(0, left));
    this.#onChange();
  }
}

function isTooLong(text) {
  // No unit of UTF-16 is more than three bytes of UTF-8, and none is more than six in JSON.
  if (text.length * 6 <= NOTE_BYTES_MAX) return false;
  const isLong = bytes.encode(text).length > NOTE_BYTES_MAX;
  return isLong || bytes.encode(JSON.stringify(text)).length > WRITTEN_BYTES_MAX;
}

function inUnits({ start, end, suggestions = [], ...finding }, units) {
  const placed = suggestions.map((each) => ({
    ...each,
    start: units(each.start),
    end: units(each.end),
  }));
  return { ...finding, start: units(start), end: units(end), suggestions: placed };
}

function isWithin({ start, end }, sentence) {
  return start < sentence.end && end > sentence.start;
}

// What is missing in a note is the same wherever the note ends by now.
function identity({ code, start, end, is_about_note = false }) {
  return is_about_note ? code : `${code} ${start} ${end}`;
}
