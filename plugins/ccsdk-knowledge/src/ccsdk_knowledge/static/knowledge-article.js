// An open article: its text, whether it helped, and what can be done with it.

import { documentOf, element, isWeb } from "./knowledge-dom.js";

const VOTES = [
  [true, "useful"],
  [false, "useless"],
];

/**
 * @typedef {object} Article What `open_knowledge.v1` answered.
 * @property {string} id
 * @property {string} title
 * @property {string} language
 * @property {string | null} url
 * @property {import("./knowledge-dom.js").Node[]} document
 * @property {string} text
 * @property {{useful: number, useless: number}} counts
 * @property {boolean | null} is_useful
 */

/**
 * Return an article's element.
 * @param {Article} article
 * @param {object} how
 * @param {(key: string, values?: object) => string} how.say
 * @param {() => void} how.onBack
 * @param {(isUseful: boolean | null) => void} how.onRate
 * @param {(text: string) => void} [how.insert] Puts text into the reply.
 */
export function articleView(article, { say, onBack, onRate, insert }) {
  const back = button(say("back"), onBack);
  // What a reader of the page is led to when it opens.
  const title = element("h4", { tabIndex: -1, dir: "auto" }, article.title);
  const body = element("div", { className: "body", dir: "auto", lang: article.language });
  body.append(documentOf(article.document));
  const actions = element("div", { className: "row" });
  if (insert) actions.append(button(say("insert"), () => insert(article.text)));
  if (isWeb(article.url)) actions.append(page(article.url, say("page")));
  const parts = [back, title, body, actions, votes(article, say, onRate)];
  return element("div", { className: "article" }, ...parts);
}

function votes({ counts, is_useful }, say, onRate) {
  const group = { role: "group", "aria-label": say("did_it_help") };
  const place = element("div", { className: "row", attributes: group });
  for (const [value, key] of VOTES) {
    const isChosen = is_useful === value;
    const vote = button(say(key), () => onRate(isChosen ? null : value));
    vote.setAttribute("aria-pressed", String(isChosen));
    vote.dataset.vote = key;
    place.append(vote);
  }
  const all = counts.useful + counts.useless;
  const words = all ? say("counts", { count: all, useful: counts.useful }) : say("no_counts");
  place.append(element("span", { className: "quiet" }, words));
  return place;
}

function button(text, onclick) {
  return element("button", { type: "button", className: "button", onclick }, text);
}

function page(href, text) {
  const open = { className: "page", href, target: "_blank", rel: "noopener noreferrer" };
  return element("a", open, text);
}
