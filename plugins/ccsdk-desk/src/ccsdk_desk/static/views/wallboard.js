// The wallboard: what waits, how well it is answered, who works. Every figure opens.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { classes, html } from "../dom.js";
import { t, timeOfDay } from "../i18n.js";
import { Icon } from "../icons.js";
import { WINDOWS, chooseWindow, chosenWindow } from "../metrics.js";
import { followMetrics, metrics, refresh } from "../metrics.js";
import { Agents } from "../parts/agents.js";
import { Explain } from "../parts/explain.js";
import { Problem } from "../parts/guard.js";
import { Slot } from "../parts/panels.js";
import { Series } from "../parts/series.js";
import { Skeleton } from "../parts/skeleton.js";
import { CenterRow, QueueTable, Tiles } from "../parts/tiles.js";
import { Troubles } from "../parts/troubles.js";
import { board } from "../session.js";
import { isWall, toggleWall } from "../wall.js";

const SHAPES = ["tiles", "table"];
const shape = signal(SHAPES[0]);

export function Wallboard() {
  useEffect(followMetrics, []);
  if (!board.isFilled.value) return html`<${Skeleton} lines=${6} />`;
  const { state, error } = metrics.value;
  const kind = classes("wallboard", isWall.value && "is-wall");
  return html`<div class=${kind} key=${kind}>
    <${Head} />
    ${state === "failed" &&
    html`<${Problem} text=${t("wallboard.failed")} error=${error} onRetry=${refresh} />`}
    <${Troubles} />
    <${CenterRow} />
    <${Queues} />
    <${Slot} name="wallboard-tile" />
    <${Agents} />
    ${!isWall.value && html`<${Series} />`}
    <${Explain} />
  </div>`;
}

function Queues() {
  if (!board.queues.ids.value.length) {
    return html`<p class="list-empty">${t("wallboard.no_queues")}</p>`;
  }
  return html`<section aria-labelledby="queues-title">
    <h2 id="queues-title" class="visually-hidden">${t("wallboard.queues")}</h2>
    ${shape.value === "table" && !isWall.value ? html`<${QueueTable} />` : html`<${Tiles} />`}
  </section>`;
}

function Head() {
  const as_of_ms = metrics.value.data?.as_of_ms;
  const wall = isWall.value;
  return html`<header class="wallboard-head">
    <h1>${t("wallboard.title")}</h1>
    <p class="quiet" aria-live="off">
      ${as_of_ms ? t("wallboard.as_of", { time: timeOfDay(as_of_ms) }) : t("wallboard.counting")}
    </p>
    <${Switch} name="window" codes=${WINDOWS} chosen=${chosenWindow.value} act=${chooseWindow} />
    ${!wall &&
    html`<${Switch}
      name="shape"
      codes=${SHAPES}
      chosen=${shape.value}
      act=${(code) => {
        shape.value = code;
      }}
    />`}
    <button class="secondary wall-button" onClick=${toggleWall}>
      <${Icon} name=${wall ? "shrink" : "expand"} />
      ${t(wall ? "wallboard.wall_off" : "wallboard.wall_on")}
    </button>
  </header>`;
}

function Switch({ name, codes, chosen, act }) {
  return html`<div class="shapes" role="group" aria-label=${t(`wallboard.${name}`)}>
    ${codes.map(
      (code) => html`<button
        class="secondary"
        key=${code}
        aria-pressed=${String(code === chosen)}
        onClick=${() => act(code)}
      >
        ${t(`wallboard.${code}`)}
      </button>`,
    )}
  </div>`;
}
