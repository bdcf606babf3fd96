// What the widget says: one table for each language, of which a page loads its own only.

import { fetchJson } from "./ccsdk.js";

const RETRY_MS = 5_000;

/**
 * Return the table for a language tag: Chinese by its script, English for all others.
 * @param {string} tag
 */
export function tableFor(tag) {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    if (language === "zh") return script === "Hant" ? "zh-Hant" : "zh-Hans";
  } catch {
    // What is no language tag says nothing.
  }
  return "en";
}

/**
 * Load the words of a language; without a connection, as soon as there is one.
 * @param {string} folder
 * @param {string} language
 */
export async function loadWords(folder, language) {
  const url = `${folder}i18n/${language}.json`;
  for (;;) {
    try {
      return words(language, await fetchJson(url, { method: "GET", credentials: "omit" }));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** @param {string} language @param {Record<string, any>} table */
function words(language, table) {
  const plural = new Intl.PluralRules(language);
  const today = new Date().toDateString();
  const made = {
    language,
    /** What kind of a talk it is: words of its own go before those of a chat. */
    kind: "",
    /** Return the words for `name`, its {members} filled in, by `count` where that matters. */
    say(name, /** @type {Record<string, any>} */ values = {}) {
      const entry = table[name + made.kind] ?? table[name] ?? "";
      const text = entry[plural.select(values.count)] ?? entry;
      return text.replace(/\{(\w+)\}/g, (_, member) => values[member]);
    },
    /** Return an instant as people write it, with its day unless that is today. */
    time(at) {
      /** @type {any} */
      const day = new Date(at).toDateString() === today ? undefined : "medium";
      return new Intl.DateTimeFormat(language, { dateStyle: day, timeStyle: "short" }).format(at);
    },
  };
  return made;
}
