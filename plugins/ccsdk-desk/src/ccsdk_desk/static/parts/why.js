// An explanation, drawn: the answer first, then whom it kept from whom, as groups.

import { useEffect, useState } from "preact/hooks";
import { customerName } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { board, bus, principal, staffName } from "../session.js";
import { titleOf, told } from "../why-words.js";
import { Problem } from "./guard.js";
import { SheetHead } from "./sheet.js";
import { Skeleton } from "./skeleton.js";

/** @typedef {{state: string, answer?: any, error?: any}} Shown */

/** The answer of `why.v1`: asked for anew on demand, and when `since` is another. */
function useAnswer(about, since) {
  const [shown, setShown] = useState(/** @type {Shown} */ ({ state: "loading" }));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    const take = (next) => isOver || setShown(next);
    bus.request("why.v1", about).then(
      (answer) => take({ state: "ready", answer }),
      (error) => take({ state: "failed", error }),
    );
    return () => {
      isOver = true;
    };
  }, [JSON.stringify(about), since, turn]);
  return { ...shown, again: () => setTurn(turn + 1) };
}

/**
 * @param {{about: import("../asking.js").About, since?: string}} props
 *   `since` is what the answer may follow from, as far as the page knows it.
 */
export function Why({ about, since }) {
  const { state, answer, error, again } = useAnswer(about, since);
  if (state === "loading") return html`<${Skeleton} lines=${4} />`;
  if (state === "failed") {
    return html`<${Problem} text=${t("why.unknown")} error=${error} onRetry=${again} />`;
  }
  const { lines, groups, heading, note } = told(answer, principal.value);
  return html`<div class="why">
    ${lines.map((words, n) => html`<p key=${n} class=${n ? "" : "why-first"}>${words}</p>`)}
    ${groups.length > 0 && html`<p class="why-heading">${heading}</p>`}
    ${groups.map((group) => html`<${Group} key=${group.words} group=${group} />`)}
    ${answer.more && html`<p class="quiet">${t("why.more")}</p>`}
    <p class="quiet why-note">
      ${note}
      <button class="plain" onClick=${again}><${Icon} name="again" /> ${t("why.again")}</button>
    </p>
  </div>`;
}

// Who is meant stands behind a press: of a large center it is a long list.
function Group({ group: { words, agents = [], rows = [] } }) {
  const names = [...agents.map(staffName), ...rows.map(markOf)];
  if (!names.length) return html`<p class="why-group">${words}</p>`;
  return html`<details class="why-group">
    <summary>${words}</summary>
    <p class="quiet">${names.join(", ")}</p>
  </details>`;
}

// A supervisor knows who waits by a mark.
function markOf(interaction) {
  const { customer } = board.interactions.get(interaction) ?? {};
  return customer ? customerName(customer) : interaction;
}

/** The same as a sheet. */
export function WhySheet({ about }) {
  return html`
    <${SheetHead} title=${titleOf(about, principal.value)} />
    <${Why} about=${about} />
  `;
}
