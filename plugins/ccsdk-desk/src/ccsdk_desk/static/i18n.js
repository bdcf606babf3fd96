// Words, plurals, times. The server sends codes; only this page knows a language.

const LANGUAGE = "en";

let words = {};
const plurals = new Intl.PluralRules(LANGUAGE);
const clockTime = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit" });
const dayName = new Intl.DateTimeFormat(LANGUAGE, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const percent = new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 0 });

/** Fetch the words; nothing can be shown before. */
export async function loadWords() {
  const answer = await fetch(new URL(`./i18n/${LANGUAGE}.json`, import.meta.url));
  words = await answer.json();
}

/**
 * Say a sentence. `{name}` in it is replaced from `values`; an entry with plural forms is
 * chosen by `values.count`.
 * @param {string} key
 * @param {{count?: number, [name: string]: string | number}} [values]
 */
export function t(key, values = {}) {
  const entry = words[key];
  const text = typeof entry === "object" ? entry[plurals.select(values.count)] : entry;
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Say whether there are words for a key: codes of the server may be newer than this page. */
export function hasWords(key) {
  return key in words;
}

/** Say a code in words, or leave it as it is. */
export function named(prefix, code) {
  const key = `${prefix}.${code}`;
  return hasWords(key) ? t(key) : String(code ?? "");
}

/** Show a duration as m:ss or h:mm:ss; below zero counts as zero. */
export function duration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Show the time of day of an instant. */
export function timeOfDay(at_ms) {
  return clockTime.format(at_ms);
}

/** Show the day of an instant. */
export function dayOf(at_ms) {
  return dayName.format(at_ms);
}

/** Show a share as per cent; without anything to share, a dash. */
export function share(count, of) {
  return of ? percent.format(count / of) : "–";
}
