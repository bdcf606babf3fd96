// Parts of the page that come when they are first wanted: what few need waits for them.

import { signal } from "@preact/signals";
import { h } from "preact";
import { html } from "./dom.js";
import { t } from "./i18n.js";
import { notify } from "./notices.js";
import { Problem } from "./parts/guard.js";
import { Skeleton } from "./parts/skeleton.js";

/**
 * A joined module beside `app.js`.
 * @typedef {"reviewing" | "routing" | "supervisor" | "why"} Part
 */

/** What each part exports, once it is here; its error, if it did not come. */
const parts = signal({});
const loading = new Map();
const failures = new Map();

/**
 * Fetch a part; resolves to what it exports, or to nothing where it did not come.
 * @param {Part} name
 * @returns {Promise<any>}
 */
export function fetchPart(name) {
  if (!loading.has(name)) loading.set(name, fetched(name));
  return loading.get(name);
}

async function fetched(name) {
  const url = new URL(`./${name}.js`, import.meta.url);
  // A browser asks for no address twice, whatever came of it.
  const failed = failures.get(name);
  if (failed) url.search = `again=${failed}`;
  try {
    const part = await import(url.href);
    parts.value = { ...parts.value, [name]: { part } };
    return part;
  } catch (error) {
    failures.set(name, (failed ?? 0) + 1);
    loading.delete(name);
    parts.value = { ...parts.value, [name]: { error } };
    return undefined;
  }
}

/** Return what a part exports, if it is here. @param {Part} name @returns {any} */
export function partOf(name) {
  return parts.value[name]?.part;
}

/** A component of a part, by its name there; while it comes, a skeleton of so many lines. */
export function Later({ part: name, show, lines = 6, ...props }) {
  const { part, error } = parts.value[name] ?? {};
  if (part) return h(part[show], props);
  if (error && !loading.has(name)) {
    const again = () => fetchPart(name);
    return html`<${Problem} text=${t("part.failed")} onRetry=${again} />`;
  }
  fetchPart(name);
  return lines ? html`<${Skeleton} lines=${lines} />` : null;
}

/**
 * Do something in a talk; that the part for it did not come is told.
 * @param {import("./acts.js").Act} act
 * @param {{id: string}} interaction
 */
export async function perform(act, interaction) {
  const routing = await fetchPart("routing");
  if (routing) routing.perform(act, interaction);
  else notify(t("part.failed"), "error");
}

/** What an agent needs of routing once there is a talk. */
export function Routing(props) {
  return html`<${Later} part="routing" lines=${0} ...${props} />`;
}
