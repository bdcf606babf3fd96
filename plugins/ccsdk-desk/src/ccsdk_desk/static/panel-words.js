// Words of panels: a file for each language, fetched once, however many panels want it.

import { effect } from "@preact/signals";
import { connection } from "./session.js";

const AGAIN_AFTER_MS = 1_000;
const TRIES_MAX = 5;

const known = new Map();

/**
 * Return the words of a language, English ones where there are none; a lost line is waited for.
 * @param {string | URL} folder Where the files `en.json`, `zh-Hant.json` ... are; it ends in `/`.
 * @param {string} locale
 * @returns {Promise<Record<string, any>>}
 */
export function wordsIn(folder, locale) {
  const url = new URL(`${locale}.json`, folder).href;
  if (!known.has(url)) known.set(url, fetched(url));
  const isEnglish = locale === "en";
  return known.get(url).then((words) => words ?? (isEnglish ? {} : wordsIn(folder, "en")));
}

async function fetched(url, tries = 1) {
  try {
    const answer = await fetch(url);
    if (answer.ok) return await answer.json();
    if (answer.status === 404) return null;
  } catch {
    // The line went while they came.
  }
  if (tries === TRIES_MAX) {
    known.delete(url);
    return null;
  }
  await lineIsBack();
  return fetched(url, tries + 1);
}

/** Resolve once the line stands, and not at once: it may have gone this very moment. */
export function lineIsBack() {
  return new Promise((resolve) => {
    const look = () => connection.value.state === "live" && resolve(undefined);
    setTimeout(() => effect(look), AGAIN_AFTER_MS);
  });
}
