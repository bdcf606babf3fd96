// The top bar: where I work, how the line is, what I chose, what I am busy with.

import { askForNotifications, notificationPermission } from "../attention.js";
import { logOut } from "../commands.js";
import { forgetAll, go, me, rows, used, wantsSound } from "../desk.js";
import { html } from "../dom.js";
import { hasWords, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { bus, connection, principal, shownState, signOut } from "../session.js";
import { openCommands } from "./command-bar.js";
import { openHelp } from "./help.js";
import { Menu, closeMenus } from "./menu.js";
import { Occupancy, Presence } from "./presence.js";

export function TopBar() {
  const isAgent = principal.value.role === "agent";
  return html`<header class="top">
    <p class="brand">${principal.value.center}</p>
    <${Line} />
    <span class="spacer"></span>
    <${Commands} />
    ${isAgent && html`<${Capacity} /><${Occupancy} /><${Presence} /><${Sound} />`}
    <${Me} isAgent=${isAgent} />
  </header>`;
}

function Line() {
  const state = shownState.value;
  return html`<p class="line line-${state}" role="status">
    <span class="dot" aria-hidden="true"></span>
    <span class="line-words">${t(`connection.${state}`)}</span>
  </p>`;
}

function Commands() {
  return html`<button
    class="commands-button"
    aria-label=${t("commands.open")}
    aria-keyshortcuts="Control+K"
    onClick=${openCommands}
  >
    <${Icon} name="search" /><span class="commands-words">${t("commands.open")}</span>
    <kbd aria-hidden="true">Ctrl K</kbd>
  </button>`;
}

function Capacity() {
  const { slots = {} } = me.value;
  return html`<ul class="capacity" aria-label=${t("capacity.label")}>
    ${Object.entries(slots).map(([channel, of]) => {
      const key = hasWords(`capacity.${channel}`) ? `capacity.${channel}` : "capacity.other";
      const count = used.value[channel] ?? 0;
      return html`<li key=${channel}>${t(key, { channel, count, of })}</li>`;
    })}
  </ul>`;
}

// Pressed means that offers sound; the name stays, so that the state is said once.
function Sound() {
  const isOn = wantsSound.value;
  const toggle = () => {
    wantsSound.value = !isOn;
  };
  return html`<button
    class="plain sound"
    aria-pressed=${String(isOn)}
    aria-label=${t("sound.offers")}
    title=${t(isOn ? "sound.on" : "sound.off")}
    onClick=${toggle}
  >
    <${Icon} name=${isOn ? "sound" : "soundOff"} />
  </button>`;
}

function Me({ isAgent }) {
  const { id } = principal.value;
  const name = me.value.name ?? id;
  const letter = [...name][0].toUpperCase();
  const initial = html`<span class="avatar me" aria-hidden="true">${letter}</span>`;
  return html`<${Menu} id="me-menu" name=${t("me.menu", { name })} face=${initial}>
    <p class="menu-title">
      ${name} <span class="quiet">${t(`role.${principal.value.role}`)}</span>
    </p>
    ${isAgent && html`<${NotificationChoice} />`}
    <${MenuEntry} icon="settings" name="preferences" act=${() => go("preferences")} />
    <${MenuEntry} icon="keyboard" name="help" act=${openHelp} />
    <hr />
    <${MenuEntry} icon="logOut" name="sign_out" act=${leave} />
  <//>`;
}

function MenuEntry({ icon, name, act }) {
  const choose = () => {
    closeMenus();
    act();
  };
  return html`<button class="menu-entry" onClick=${choose}>
    <${Icon} name=${icon} /> ${t(`me.${name}`)}
  </button>`;
}

function NotificationChoice() {
  const permission = notificationPermission();
  const ask = () => askForNotifications().then(closeMenus);
  return html`<button class="menu-entry" disabled=${permission !== "default"} onClick=${ask}>
    <${Icon} name=${permission === "granted" ? "bell" : "bellOff"} />
    ${t(`me.notifications_${permission}`)}
  </button>`;
}

async function leave() {
  const isFree = connection.value.state === "live" && rows.value.length === 0;
  // Who leaves with nothing open stops working; with open chats they may come back in time.
  if (isFree && principal.value.role === "agent") await logOut(() => true);
  // Words under way are not lost by leaving: only what is sent is forgotten.
  if (bus.pending().length === 0) forgetAll();
  await signOut();
}
