// What is typed, before it is sent: what stands behind a mark, canned replies, mentions, length.
// Pure functions; a length counts characters as the center does, not UTF-16 units.

export const LENGTH_MAX = { reply: 32_000, note: 16_000 };
export const MENTIONS_MAX = 32;
const QUERY_MAX = 40;
const FOUND_MAX = 8;

/** What opens a list: canned replies in a reply, Agents in a note. */
export const MARKS = { reply: "/", note: "@" };

/**
 * Return what is being typed behind a mark, from the mark to the caret.
 * @param {string} text
 * @param {number} caret
 * @param {string} mark It counts at the beginning of a word only: `and/or` opens nothing.
 * @returns {{query: string, from: number, to: number} | null}
 */
export function typedBehind(text, caret, mark) {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf(mark);
  if (from < 0 || caret - from > QUERY_MAX) return null;
  const query = before.slice(from + 1);
  const isBegun = from === 0 || /[\s\p{P}\p{Script=Han}]/u.test(before[from - 1]);
  return isBegun && !/\n|\s\s|^\s/.test(query) ? { query, from, to: caret } : null;
}

/** Return the text with a part of it replaced, and the caret behind that. */
export function replaced(text, { from, to }, by) {
  return { text: text.slice(0, from) + by + text.slice(to), caret: from + by.length };
}

/** Count the characters by which a text is too long; negative while there is room. */
export function excess(text, mode) {
  const limit = LENGTH_MAX[mode];
  // Never more characters than units, so that short texts need no counting.
  return (text.length <= limit / 2 ? text.length : [...text].length) - limit;
}

// --- canned replies ---------------------------------------------------------------------------

/**
 * Return the replies whose title, code or text has every word of a query; replies in the
 * customer's language come first, and those in another language last.
 * @param {{[code: string]: {title: string, text: string, language?: string}}} replies
 * @param {string} query
 * @param {string} [language]
 */
export function repliesFor(replies, query, language) {
  const rank = (reply) => {
    if (!reply.language || !language) return 1;
    return sameLanguage(reply.language, language) ? 0 : 2;
  };
  return Object.entries(replies)
    .map(([code, reply]) => ({ code, ...reply }))
    .filter(({ code, title, text }) => hasAll(`${title} ${code} ${text}`, query))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, FOUND_MAX);
}

function sameLanguage(one, other) {
  return one.toLowerCase().split("-")[0] === other.toLowerCase().split("-")[0];
}

function hasAll(text, query) {
  const within = text.toLocaleLowerCase();
  return query.toLocaleLowerCase().split(/\s+/).every((word) => within.includes(word));
}

/** Put names into a canned reply; what is no variable stays as it stands. */
export function filled(text, variables) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => variables[name] ?? whole);
}

// --- mentions ---------------------------------------------------------------------------------

/**
 * Return who can be mentioned, with a label each that names nobody else.
 * @param {{id: string, name?: string}[]} agents
 * @param {string} self
 */
export function mentionable(agents, self) {
  const others = agents.filter(({ id }) => id !== self);
  const named = others.map((agent) => ({ ...agent, name: agent.name ?? agent.id }));
  const isTwice = ({ name }) => named.filter((other) => other.name === name).length > 1;
  const labelOf = (agent) => (isTwice(agent) ? `${agent.name} (${agent.id})` : agent.name);
  return named
    .map((agent) => ({ ...agent, label: labelOf(agent) }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

/** Return the people whose name or id has every word of a query. */
export function peopleFor(people, query) {
  return people.filter(({ id, label }) => hasAll(`${label} ${id}`, query)).slice(0, FOUND_MAX);
}

/** Return the ids of whom a text mentions as `@label`; the longest label that fits counts. */
export function mentionsIn(text, people) {
  const byLength = [...people].sort((one, other) => other.label.length - one.label.length);
  const found = new Set();
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const rest = text.slice(at + 1);
    if (isInWord(text, at)) continue;
    const person = byLength.find(({ label }) => rest.startsWith(label) && isOver(rest, label));
    if (person) found.add(person.id);
  }
  return [...found];
}

// An address is no mention.
function isInWord(text, at) {
  return at > 0 && /[\p{Script=Latin}\p{N}_]/u.test(text[at - 1]);
}

// After a Latin name no letter follows; scripts without spaces go on at once.
function isOver(rest, label) {
  return !/^[\p{Script=Latin}\p{N}_]/u.test(rest.slice(label.length));
}
