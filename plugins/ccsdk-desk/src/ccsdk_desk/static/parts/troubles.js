// Plugins in trouble: which, with what, since when, and what helps. Nothing is shown while all
// are well.

import { effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { html } from "../dom.js";
import { hasWords, t, whenOf } from "../i18n.js";
import { Icon } from "../icons.js";
import { bus, connection } from "../session.js";
import { isWall } from "../wall.js";
import { TwoPresses } from "./two-presses.js";

const EVERY_MS = 15_000;
// Who goes on has done so, or failed again, after a moment.
const SOON_MS = 700;

/**
 * @typedef {object} Standing
 * @property {string} plugin
 * @property {"ok" | "degraded" | "parked" | "off"} state
 * @property {string} [part]
 * @property {string} [kind]
 * @property {string} [since]
 * @property {{position: number, entries: number, age_ms?: number}} [lag]
 */

/** @type {import("@preact/signals").Signal<Standing[]>} */
const troubles = signal([]);

async function look() {
  if (document.hidden || connection.value.state !== "live") return;
  try {
    const { plugins } = await bus.request("plugins.v1", {});
    troubles.value = plugins.filter(({ state }) => state !== "ok");
  } catch {
    // What was shown stands; it is asked anew before long.
  }
}

function followTroubles() {
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  const stop = effect(() => {
    if (connection.value.state === "live") look();
  });
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    stop();
  };
}

export function Troubles() {
  useEffect(followTroubles, []);
  if (!troubles.value.length) return null;
  return html`<section class="troubles" aria-labelledby="troubles-title">
    <h2 id="troubles-title"><${Icon} name="warning" /> ${t("troubles.title")}</h2>
    <ul>
      ${troubles.value.map((each) => html`<${Trouble} key=${each.plugin} standing=${each} />`)}
    </ul>
  </section>`;
}

/** @param {{standing: Standing}} props */
function Trouble({ standing }) {
  const { plugin, state, kind, since, lag } = standing;
  const told = hasWords(`troubles.kind.${kind}`) ? kind : "other";
  const title = `trouble-${plugin}`;
  return html`<li aria-labelledby=${title}>
    <p>
      <strong id=${title}>${plugin}</strong>
      <span>${t(`troubles.kind.${told}`)}</span>
    </p>
    <p class="quiet">
      ${since && html`<span>${t("troubles.since", { time: whenOf(Date.parse(since)) })}</span>`}
      ${lag?.entries > 0 && html`<span>${t("troubles.lag", { count: lag.entries })}</span>`}
    </p>
    ${state === "parked" && !isWall.value
      ? html`<${Helps} plugin=${plugin} canSkip=${standing.part === "on_event"} />`
      : html`<p class="quiet">${t(`troubles.helps.${state}`)}</p>`}
  </li>`;
}

function Helps({ plugin, canSkip }) {
  const [isBusy, setBusy] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const goOn = async (skip) => {
    setBusy(true);
    setRefused(false);
    try {
      await bus.request("redrive_plugin.v1", { plugin, skip });
      await new Promise((resolve) => setTimeout(resolve, SOON_MS));
    } catch {
      setRefused(true);
    }
    await look();
    setBusy(false);
  };
  return html`<div class="troubles-acts">
    <button class="secondary" disabled=${isBusy} onClick=${() => goOn(false)}>
      ${t("troubles.redrive")}
    </button>
    ${canSkip &&
    html`<${TwoPresses}
      words=${t("troubles.skip")}
      question=${t("troubles.skip_question")}
      yes=${t("troubles.skip_yes")}
      isBusy=${isBusy}
      act=${() => goOn(true)}
    />`}
    <p role="status">${isRefused && t("troubles.refused")}</p>
  </div>`;
}
