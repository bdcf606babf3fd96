// Preferences: how this desk looks, speaks and makes itself heard. All stay in this browser.

import { askForNotifications, notificationPermission } from "../attention.js";
import { signal } from "@preact/signals";
import { wantsSound } from "../desk.js";
import { html } from "../dom.js";
import { speak, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { SingleKeys } from "../parts/help.js";
import { LANGUAGES, THEMES, language, theme } from "../preferences.js";
import { principal } from "../session.js";

const THEME_ICONS = { system: "monitor", light: "sun", dark: "moon" };
// The browser's answer is no signal of its own.
const permission = signal("");

export function Preferences() {
  const isAgent = principal.value.role === "agent";
  const chooseTheme = (name) => {
    theme.value = name;
  };
  return html`<div class="preferences">
    <h1>${t("preferences.title")}</h1>
    <p class="quiet">${t("preferences.where")}</p>
    <${Radios}
      name="theme"
      codes=${THEMES}
      chosen=${theme.value}
      icon=${(name) => THEME_ICONS[name]}
      onChoose=${chooseTheme}
    />
    <${Radios} name="language" codes=${LANGUAGES} chosen=${language.value} onChoose=${speak} />
    <section class="preference" aria-labelledby="preference-keys">
      <h2 id="preference-keys">${t("preferences.keys")}</h2>
      <${SingleKeys} />
    </section>
    ${isAgent && html`<${Attention} />`}
  </div>`;
}

/** One choice of a few; a language is named in its own words and marked as such. */
function Radios({ name, codes, chosen, icon, onChoose }) {
  const title = `preference-${name}`;
  return html`<div class="preference" role="radiogroup" aria-labelledby=${title}>
    <h2 id=${title}>${t(`preferences.${name}`)}</h2>
    <div class="radios">
      ${codes.map((code) => {
        const isLanguage = name === "language";
        const words = isLanguage ? t(`language.${code}`) : t(`theme.${code}`);
        return html`<label key=${code} class="radio" lang=${isLanguage ? code : undefined}>
          <input
            type="radio"
            name=${name}
            checked=${code === chosen}
            onChange=${() => onChoose(code)}
          />
          ${icon && html`<${Icon} name=${icon(code)} />`} <span>${words}</span>
        </label>`;
      })}
    </div>
  </div>`;
}

function Attention() {
  const choose = (event) => {
    wantsSound.value = event.target.checked;
  };
  return html`<section class="preference" aria-labelledby="preference-attention">
    <h2 id="preference-attention">${t("preferences.attention")}</h2>
    <label class="check">
      <input type="checkbox" checked=${wantsSound.value} onChange=${choose} />
      ${t("sound.offers")}
    </label>
    <${Notifications} />
  </section>`;
}

function Notifications() {
  const state = permission.value || notificationPermission();
  const ask = async () => {
    await askForNotifications();
    permission.value = notificationPermission();
  };
  if (state !== "default") return html`<p class="quiet">${t(`me.notifications_${state}`)}</p>`;
  return html`<button class="secondary" onClick=${ask}>
    <${Icon} name="bell" /> ${t("me.notifications_default")}
  </button>`;
}
