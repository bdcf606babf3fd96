// What this browser is set to, whoever sits at it: language, light or dark. Kept here, not in
// the center, because both are wanted before anybody is signed in.

import { computed, effect, signal } from "@preact/signals";

const PREFIX = "ccsdk-desk";
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** The languages there are words in, as BCP 47 tags. */
export const LANGUAGES = ["en", "zh-Hans", "zh-Hant"];
export const THEMES = ["system", "light", "dark"];

/** The chosen language, or the first of the browser's own that there are words in. */
export const language = kept("language", LANGUAGES, preferredLanguage());
export const theme = kept("theme", THEMES, "system");

const isDarkOutside = signal(DARK.matches);
DARK.addEventListener("change", () => {
  isDarkOutside.value = DARK.matches;
});

/** What is seen: "light" or "dark". */
export const shownTheme = computed(() => {
  if (theme.value !== "system") return theme.value;
  return isDarkOutside.value ? "dark" : "light";
});

// Before the first paint: the page's script holds painting back until it has run.
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

function kept(name, known, initial) {
  const place = `${PREFIX}:${name}`;
  const cell = signal(initial);
  const take = (text) => {
    if (known.includes(text)) cell.value = text;
  };
  try {
    take(localStorage.getItem(place));
  } catch {
    // A forbidden storage costs the choice at the next visit, nothing else.
  }
  let isFirst = true;
  effect(() => {
    const { value } = cell;
    // A default is not kept: it follows the browser until somebody chooses.
    if (!isFirst) store(place, value);
    isFirst = false;
  });
  addEventListener("storage", ({ key, newValue }) => key === place && take(newValue));
  return cell;
}

function store(place, text) {
  try {
    localStorage.setItem(place, text);
  } catch {
    // As above.
  }
}

function preferredLanguage() {
  const found = navigator.languages.map(known).find(Boolean);
  return found ?? LANGUAGES[0];
}

// By likely subtags: zh-TW and zh-HK are written in Hant, plain zh in Hans.
function known(tag) {
  try {
    const { language: spoken, script } = new Intl.Locale(tag).maximize();
    return LANGUAGES.find((each) => each === spoken || each === `${spoken}-${script}`);
  } catch {
    return undefined;
  }
}
