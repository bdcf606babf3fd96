// The findings below the text: each with its words, what it says, why, and what can be accepted.

import { button, element } from "./coaching-dom.js";

// More than these nobody reads at once; those above come first.
const SHOWN_MAX = 50;
const WORDS_MAX = 60;

/** @typedef {import("./coaching-checking.js").Finding} Finding */

/**
 * @typedef {object} Shown
 * @property {string} text
 * @property {Finding[]} findings
 * @property {number} count How many were found in all.
 * @property {Record<string, {why: string, instead: string}>} rules
 * @property {Finding | null} here
 */

/** The list, and which reasons are open in it. */
export class List {
  /** @type {HTMLElement} */
  place = element("div", { className: "findings" });
  #open = new Set();
  /** @type {Shown} */
  #shown = null;
  #drawn = "";
  #say;
  #onGo;
  #onAccept;

  /**
   * @param {object} given
   * @param {(key: string, values?: object) => string} given.say
   * @param {(finding: Finding) => void} given.onGo
   * @param {(finding: Finding, suggestion: Finding["suggestions"][0]) => void} given.onAccept
   */
  constructor({ say, onGo, onAccept }) {
    this.#say = say;
    this.#onGo = onGo;
    this.#onAccept = onAccept;
  }

  /**
   * Show findings; while only their places change, as with every key, the elements stay.
   * @param {Shown} shown
   */
  show(shown) {
    this.#shown = shown;
    const rows = this.#rows();
    const more = Math.max(shown.findings.length, shown.count) - rows.length;
    const drawn = JSON.stringify([rows, more, this.#say("why")]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const had = this.#focused();
    this.place.replaceChildren(
      ...this.#group(rows.filter(({ isAbout }) => !isAbout), "in_words"),
      ...this.#group(rows.filter(({ isAbout }) => isAbout), "in_note"),
    );
    if (rows.length === SHOWN_MAX && more > 0) {
      this.place.append(element("p", { className: "quiet" }, this.#say("more", { count: more })));
    }
    const again = had && this.place.querySelector(`[data-key="${CSS.escape(had)}"]`);
    if (again instanceof HTMLElement) again.focus();
  }

  // What is to be seen of each; `key` is the same as long as none of its kind comes before it.
  #rows() {
    const { text, findings, rules, here } = this.#shown;
    const seen = new Map();
    return findings.slice(0, SHOWN_MAX).map((finding, index) => {
      const { code, severity, message, start, end, suggestions } = finding;
      const nth = seen.get(code) ?? 0;
      seen.set(code, nth + 1);
      return {
        ...{ index, key: `${code} ${nth}`, code, severity, message },
        words: shortened(text.slice(start, end)),
        accepts: suggestions.map((each) => shortened(each.text)),
        isAbout: Boolean(finding.is_about_note),
        isHere: finding === here,
        reason: rules[code],
      };
    });
  }

  // Whoever is in the list when an answer comes stays where they are.
  #focused() {
    const root = this.place.getRootNode();
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    return active instanceof HTMLElement && this.place.contains(active) ? active.dataset.key : null;
  }

  #group(rows, key) {
    if (!rows.length) return [];
    const items = rows.map((each) => this.#item(each));
    return [element("h4", {}, this.#say(key)), element("ul", {}, ...items)];
  }

  #item(row) {
    const { code, severity, message, accepts, isAbout, isHere, reason } = row;
    const kind = { className: `kind ${severity}` };
    const head = element("p", { className: "head" }, element("span", kind, this.#say(severity)));
    if (!isAbout) head.append(this.#words(row));
    head.append(element("span", { className: "quiet" }, code));
    const said = element("p", { className: "message", dir: "auto" }, message);
    const item = element("li", { className: isHere ? "is-here" : "" }, head, said);
    if (isHere) item.setAttribute("aria-current", "true");
    const buttons = accepts.map((words, nth) => this.#accept(row, words, nth));
    if (buttons.length) item.append(element("div", { className: "row" }, ...buttons));
    if (reason) item.append(this.#reason(row));
    return item;
  }

  #words({ index, key, words }) {
    const go = button("", () => this.#onGo(this.#shown.findings[index]), "words");
    go.append(element("bdi", {}, words));
    go.setAttribute("aria-label", this.#say("go", { words }));
    go.dataset.key = `${key} words`;
    return go;
  }

  #accept({ index, key }, words, nth) {
    const onclick = () => {
      const finding = this.#shown.findings[index];
      this.#onAccept(finding, finding.suggestions[nth]);
    };
    const accept = button("", onclick, "accept");
    if (!words) accept.append(this.#say("leave_out"));
    else accept.append(`${this.#say("accept")} `, element("bdi", {}, words));
    accept.dataset.key = `${key} accept ${nth}`;
    return accept;
  }

  #reason({ code, key, reason: { why, instead } }) {
    const reason = element("details", { open: this.#open.has(code) });
    reason.ontoggle = () => this.#open[reason.open ? "add" : "delete"](code);
    const better = element("p", {}, element("b", {}, `${this.#say("instead")} `), instead);
    const summary = element("summary", {}, this.#say("why"));
    summary.dataset.key = `${key} why`;
    reason.append(summary, element("p", {}, why), better);
    return reason;
  }
}

/** Return words as one short line. */
export function shortened(text) {
  const line = text.replace(/\s+/gu, " ").trim();
  const characters = [...line];
  return characters.length > WORDS_MAX ? `${characters.slice(0, WORDS_MAX).join("")}…` : line;
}
