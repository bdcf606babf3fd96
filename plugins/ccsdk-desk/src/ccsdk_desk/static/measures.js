// Figures as people read them: which there are, and how each is written.

import { countOf, meanDuration, percentOf } from "./i18n.js";

/** @typedef {import("./metrics.js").Measure} Measure */

export const RATES = ["service_level", "abandonment_rate", "rona_rate"];
export const MEANS = ["average_speed_of_answer", "average_handle_time"];

const NOTHING = "–";

/** Write a measure's value; without anything to divide by there is none. */
export function shownValue(measure) {
  if (!measure || measure.value === null || measure.value === undefined) return NOTHING;
  return measure.unit === "percent" ? percentOf(measure.value) : meanDuration(measure.value);
}

/** Write a count. */
export function shownCount(count) {
  return count === undefined || count === null ? NOTHING : countOf(count);
}

/** Return the target of a measure in whole seconds, or the fallback's. */
export function targetSeconds(measure, fallback_ms) {
  return Math.round((measure?.target_ms ?? fallback_ms ?? 0) / 1000);
}
