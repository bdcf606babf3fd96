// The list of whom a talk can go to: who, whether they are there and free, how many wait.

import { useLayoutEffect, useRef } from "preact/hooks";
import { classes, html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { presenceWords } from "../parts/presence.js";
import { Skeleton } from "../parts/skeleton.js";

/** @param {{found: import("./directory.js").Target[], at: number, isLoading: boolean,
 *           onChoose: (at: number) => void}} props */
export function Targets({ found, at, isLoading, onChoose }) {
  if (isLoading) return html`<${Skeleton} lines=${3} />`;
  return html`
    <ul class="targets" id="target-list" role="listbox" aria-label=${t("target.list")}>
      ${found.map((target, n) => {
        const shown = { target, n, isChosen: n === at, onChoose: () => onChoose(n) };
        return html`<${Target} key=${`${target.kind} ${target.id}`} ...${shown} />`;
      })}
    </ul>
    ${found.length === 0 && html`<p class="quiet" role="status">${t("target.nobody")}</p>`}
  `;
}

function Target({ target, n, isChosen, onChoose }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    if (isChosen) place.current.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return html`<li
    ref=${place}
    id=${`target-${n}`}
    role="option"
    class=${classes("target", isChosen && "is-active")}
    aria-selected=${String(isChosen)}
    aria-disabled=${String(!target.isPossible)}
    onMouseDown=${(event) => event.preventDefault()}
    onClick=${onChoose}
  >
    ${target.kind === "agent"
      ? html`<${Colleague} target=${target} />`
      : html`<${Queue} target=${target} />`}
    ${isChosen && html`<${Icon} name="check" />`}
  </li>`;
}

function Colleague({ target: { name, presence, reason, extension, isFree } }) {
  const state = presence === "READY" ? t(isFree ? "target.free" : "target.busy") : undefined;
  return html`
    <span class=${`dot presence-${isFree ? "READY" : "NOT_READY"}`} aria-hidden="true"></span>
    <span class="target-name"><bdi>${name}</bdi></span>
    ${extension && html`<span class="quiet">${t("target.extension", { extension })}</span>`}
    <span class="target-state quiet">${state ?? presenceWords(presence, reason)}</span>
  `;
}

function Queue({ target: { name, isOpen, waiting } }) {
  const state = isOpen ? t("target.waiting", { count: waiting }) : t("target.closed");
  return html`
    <${Icon} name="inbox" />
    <span class="target-name"><bdi>${name}</bdi></span>
    <span class="target-state quiet">${state}</span>
  `;
}
