// The panel's words, in the language of the desk.

const known = new Map();

/**
 * Return the words of a language, English ones where there are none.
 * @param {string} locale
 * @returns {Promise<Record<string, any>>}
 */
export async function wordsOf(locale) {
  if (!known.has(locale)) known.set(locale, fetched(locale));
  return known.get(locale);
}

async function fetched(locale) {
  const answer = await fetch(new URL(`i18n/${locale}.json`, import.meta.url));
  if (answer.ok) return answer.json();
  known.delete(locale);
  return locale === "en" ? {} : wordsOf("en");
}

/** Return a text with its values put in; of several forms the one for `count`. */
export function said(words, locale, key, values = {}) {
  const entry = words[key] ?? key;
  const isOne = typeof entry === "string";
  const text = isOne ? entry : entry[new Intl.PluralRules(locale).select(values.count)];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
