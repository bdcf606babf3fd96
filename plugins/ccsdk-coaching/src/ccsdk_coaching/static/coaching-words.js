// What the panel says, in the words of its reader's language.

/** Return a text with its values put in; of several forms the one for `count`. */
export function said(words, locale, key, values = {}) {
  const entry = words[key] ?? key;
  const isOne = typeof entry === "string";
  const text = isOne ? entry : entry[new Intl.PluralRules(locale).select(values.count)];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
