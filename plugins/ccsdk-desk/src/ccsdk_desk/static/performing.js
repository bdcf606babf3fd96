// Doing something in a talk: what it takes is loaded when it is first used.

import { t } from "./i18n.js";
import { fetchPart } from "./lazy.js";
import { notify } from "./notices.js";

/**
 * Do something in a talk; that it could not be loaded is told, and the next try loads it again.
 * @param {import("./acts.js").Act} act
 * @param {{id: string}} interaction
 */
export async function perform(act, interaction) {
  const part = await fetchPart("routing");
  if (part) part.perform(act, interaction);
  else notify(t("part.failed"), "error");
}
