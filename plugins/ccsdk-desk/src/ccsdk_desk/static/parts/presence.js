// Presence is what the agent chose; Occupancy what the engine derived. Both show, never mixed.

import { askForNotifications } from "../attention.js";
import { busy, logIn, logOut, setNotReady, setReady } from "../commands.js";
import { me, rows } from "../desk.js";
import { classes, html } from "../dom.js";
import { named, t } from "../i18n.js";
import { choices, own } from "../session.js";
import { Menu, closeMenus } from "./menu.js";
import { Elapsed } from "./time.js";

export function Presence() {
  const { presence, reason, since_ms } = me.value;
  if (!presence) return null;
  const face = html`
    <span class=${`dot presence-${presence}`} aria-hidden="true"></span>
    <span>${presenceWords(presence, reason)}</span>
    ${since_ms && presence === "NOT_READY" && html`<${Elapsed} from=${since_ms} />`}
  `;
  return html`<${Menu} id="presence-menu" face=${face} tone="presence">
    <p class="menu-title">${t("presence.title")}</p>
    <${Choice} isChosen=${presence === "READY"} dot="READY" act=${ready}>
      ${t("presence.READY")}
    <//>
    <p class="menu-title quiet">${t("presence.NOT_READY")}</p>
    ${Object.entries(choices.value.not_ready_reasons).map(([code, words]) => {
      const isChosen = presence === "NOT_READY" && reason === code;
      const act = () => setNotReady(code);
      return html`<${Choice} key=${code} isChosen=${isChosen} dot="NOT_READY" act=${act}>
        ${words}
      <//>`;
    })}
    <${LogOutChoice} isLoggedOut=${presence === "LOGGED_OUT"} />
  <//>`;
}

/** Say a Presence in words, with its reason: the agent's own, or one the engine gave. */
export function presenceWords(presence, reason) {
  if (presence !== "NOT_READY") return t(`presence.${presence}`);
  const why = choices.value.not_ready_reasons[reason] ?? named("presence.reason", reason);
  return t("presence.not_ready_because", { why });
}

/** Become READY; from a click, so that the browser may ask about notifications once. */
export function ready() {
  askForNotifications();
  return me.value.presence === "LOGGED_OUT" ? logIn().then(setReady) : setReady();
}

function Choice({ isChosen, dot, act, children }) {
  const choose = () => {
    closeMenus();
    act();
  };
  return html`<button
    class="menu-entry"
    aria-pressed=${String(isChosen)}
    disabled=${busy.value.has("presence")}
    onClick=${choose}
  >
    <span class=${`dot presence-${dot}`} aria-hidden="true"></span> ${children}
  </button>`;
}

// Logging out is refused while there is work; say so before, not after.
function LogOutChoice({ isLoggedOut }) {
  if (isLoggedOut) return null;
  const isEngaged = rows.value.some(({ state }) => state !== "WRAP_UP");
  return html`
    <hr />
    <${Choice} isChosen=${false} dot="LOGGED_OUT" act=${() => logOut()}>${t("presence.log_out")}<//>
    ${isEngaged && html`<p class="menu-note">${t("presence.log_out_engaged")}</p>`}
  `;
}

/** The first that holds, as the engine has it: ENGAGED, WRAP_UP, OFFERED, IDLE. */
export function occupancyOf(interactions, offers) {
  if (interactions.some(({ state }) => ["CONNECTING", "ENGAGED"].includes(state))) return "ENGAGED";
  if (interactions.some(({ state }) => state === "WRAP_UP")) return "WRAP_UP";
  return offers.length ? "OFFERED" : "IDLE";
}

export function Occupancy() {
  const occupancy = occupancyOf(rows.value, own.offers.all().filter(Boolean));
  return html`<p class=${classes("occupancy", `occupancy-${occupancy}`)}>
    <span class="visually-hidden">${t("occupancy.label")}</span> ${t(`occupancy.${occupancy}`)}
  </p>`;
}
