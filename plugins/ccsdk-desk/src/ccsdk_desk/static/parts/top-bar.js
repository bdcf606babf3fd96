// The top bar: where I work, how the line is, what I chose, what I am busy with.

import { askForNotifications, notificationPermission } from "../attention.js";
import { logOut } from "../commands.js";
import { forgetAll, me, rows, used, wantsSound } from "../desk.js";
import { html } from "../dom.js";
import { t } from "../i18n.js";
import { Icon } from "../icons.js";
import { bus, connection, principal, signOut } from "../session.js";
import { openHelp } from "./help.js";
import { Menu, closeMenus } from "./menu.js";
import { Occupancy, Presence } from "./presence.js";

export function TopBar() {
  const isAgent = principal.value.role === "agent";
  return html`<header class="top">
    <p class="brand">${principal.value.center}</p>
    <${Line} />
    <span class="spacer"></span>
    ${isAgent && html`<${Capacity} /><${Occupancy} /><${Presence} />`}
    <${Me} isAgent=${isAgent} />
  </header>`;
}

function Line() {
  const { state } = connection.value;
  return html`<p class="line line-${state}" role="status">
    <span class="dot" aria-hidden="true"></span>
    <span class="line-words">${t(`connection.${state}`)}</span>
  </p>`;
}

function Capacity() {
  const { slots = {} } = me.value;
  return html`<ul class="capacity" aria-label=${t("capacity.label")}>
    ${Object.entries(slots).map(([channel, of]) => {
      const count = used.value[channel] ?? 0;
      return html`<li key=${channel}>${t("capacity.channel", { channel, count, of })}</li>`;
    })}
  </ul>`;
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
    ${isAgent && html`<${SoundChoice} /><${NotificationChoice} />`}
    ${isAgent && html`<${HelpEntry} />`}
    <button class="menu-entry" onClick=${leave}>
      <${Icon} name="logOut" /> ${t("me.sign_out")}
    </button>
  <//>`;
}

function SoundChoice() {
  const isOn = wantsSound.value;
  const toggle = () => {
    wantsSound.value = !isOn;
  };
  return html`<button class="menu-entry" aria-pressed=${String(isOn)} onClick=${toggle}>
    <${Icon} name=${isOn ? "sound" : "soundOff"} /> ${t(isOn ? "me.sound_on" : "me.sound_off")}
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

function HelpEntry() {
  const show = () => {
    closeMenus();
    openHelp();
  };
  return html`<button class="menu-entry" onClick=${show}>
    <${Icon} name="keyboard" /> ${t("me.help")}
  </button>`;
}

async function leave() {
  closeMenus();
  const isFree = connection.value.state === "live" && rows.value.length === 0;
  // Who leaves with nothing open stops working; with open chats they may come back in time.
  if (isFree && principal.value.role === "agent") await logOut(() => true);
  // Words under way are not lost by leaving: only what is sent is forgotten.
  if (bus.pending().length === 0) forgetAll();
  await signOut();
}
