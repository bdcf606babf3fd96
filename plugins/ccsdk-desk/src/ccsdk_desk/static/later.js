// What is loaded when it is first used: transfer, consult, hold, parking, picking and wrap-up.

import { signal } from "@preact/signals";
import { t } from "./i18n.js";
import { notify } from "./notices.js";

/** The module `routing.js`, once it is here. */
export const routing = signal(null);

let coming = null;
let failures = 0;

/** Load what routing needs; a failure is no end, the next call tries again. */
export function loadRouting() {
  coming ??= fetched();
  return coming;
}

// A browser asks for no address twice, so each try has one of its own.
async function fetched() {
  try {
    routing.value = await import(failures ? `./routing.js?again=${failures}` : "./routing.js");
    return routing.value;
  } catch (error) {
    failures += 1;
    coming = null;
    throw error;
  }
}

/**
 * Do something in a talk; that it could not be loaded is told.
 * @param {import("./acts.js").Act} act
 * @param {{id: string}} interaction
 */
export async function perform(act, interaction) {
  try {
    await loadRouting();
  } catch {
    return notify(t("later.failed"), "error");
  }
  routing.value.perform(act, interaction);
}
