// Words, plurals, times, figures. The server sends codes; only this page knows a language.

import { computed, signal } from "@preact/signals";
import { language } from "./preferences.js";

const AGAIN_MS = 2_000;

/** The language that is shown, with its words: they change together. */
const spoken = signal({ language: language.value, words: {} });

const tools = computed(() => {
  const tag = spoken.value.language;
  const number = (options) => new Intl.NumberFormat(tag, options);
  const date = (options) => new Intl.DateTimeFormat(tag, options);
  const oneDigit = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return {
    plurals: new Intl.PluralRules(tag),
    clockTime: date({ hour: "numeric", minute: "2-digit" }),
    axisTime: date({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    instant: date({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    day: date({ weekday: "long", day: "numeric", month: "long" }),
    count: number(),
    percent: number({ style: "percent", ...oneDigit }),
    seconds: number({ style: "unit", unit: "second", unitDisplay: "narrow", ...oneDigit }),
    collator: new Intl.Collator(tag),
  };
});

/** Fetch the chosen language's words; what was shown stands until they are here. */
export async function loadWords() {
  const tag = language.value;
  const words = await fetchWords(tag);
  if (tag !== language.value) return loadWords();
  spoken.value = { language: tag, words };
  document.documentElement.lang = tag;
}

// Nothing can be said without words, not even that they are missing: ask until they come.
async function fetchWords(tag) {
  for (;;) {
    try {
      const answer = await fetch(new URL(`./i18n/${tag}.json`, import.meta.url));
      if (answer.ok) return await answer.json();
    } catch {
      // The center is away.
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Speak another language; resolves once it is shown. */
export function speak(tag) {
  language.value = tag;
  return loadWords();
}

/** Return the tag of the language that is shown. */
export function locale() {
  return spoken.value.language;
}

/**
 * Say a sentence. `{name}` in it is replaced from `values`; an entry with plural forms is
 * chosen by `values.count`.
 * @param {string} key
 * @param {{count?: number, [name: string]: string | number}} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  return pieces(key, values).join("");
}

/**
 * Say a sentence that holds elements: a list of text and of what stands in `values`.
 * @param {string} key
 * @param {{count?: number, [name: string]: unknown}} [values]
 * @returns {any[]}
 */
export function pieces(key, values = {}) {
  const entry = spoken.value.words[key];
  const form = tools.value.plurals.select(values.count ?? 0);
  const text = typeof entry === "object" ? entry[form] : entry;
  if (text === undefined) return [key];
  // Every second piece is a name between braces.
  return text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? (values[part] ?? "") : part));
}

/** Say whether there are words for a key: codes of the server may be newer than this page. */
export function hasWords(key) {
  return key in spoken.value.words;
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

/** Show a mean of durations: tenths of a second below a minute, m:ss above. */
export function meanDuration(ms) {
  return ms < 60_000 ? tools.value.seconds.format(ms / 1000) : duration(ms + 500);
}

/** Show the time of day of an instant. */
export function timeOfDay(at_ms) {
  return tools.value.clockTime.format(at_ms);
}

/** Show the day of an instant. */
export function dayOf(at_ms) {
  return tools.value.day.format(at_ms);
}

/** Show the time of day of an instant, with its day if that is not today. */
export function whenOf(at_ms) {
  const isToday = dayOf(at_ms) === dayOf(Date.now());
  return isToday ? timeOfDay(at_ms) : `${dayOf(at_ms)}, ${timeOfDay(at_ms)}`;
}

/** Show an instant of today, to the second. */
export function instantOf(at_ms) {
  return tools.value.instant.format(at_ms);
}

/** Show the time of day where room is short: along an axis. */
export function axisTime(at_ms) {
  return tools.value.axisTime.format(at_ms);
}

/** Show a count. */
export function countOf(number) {
  return tools.value.count.format(number);
}

/** Show per cent with one decimal, halves up; nothing to divide by is a dash. */
export function percentOf(value) {
  return value === null || value === undefined ? "–" : tools.value.percent.format(value / 100);
}

/** Order two texts as readers of this language expect. */
export function inOrder(one, other) {
  return tools.value.collator.compare(one, other);
}
