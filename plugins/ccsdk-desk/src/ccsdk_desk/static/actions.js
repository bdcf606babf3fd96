// What the command bar offers: everything one can do here and now, each under one name.

import { actsOf, iconOf } from "./acts.js";
import { logOut, setNotReady } from "./commands.js";
import { chosen, customerName, go, isOwn, me, place, rows, titleOf, wantsSound } from "./desk.js";
import { changeDraft, draftOf } from "./drafts.js";
import { transcripts } from "./history.js";
import { LANGUAGES, THEMES, language, theme } from "./preferences.js";
import { speak, t } from "./i18n.js";
import { partOf, perform } from "./lazy.js";
import { wordsOf } from "./parts/acts.js";
import { openHelp } from "./parts/help.js";
import { ready } from "./parts/presence.js";
import { choices, principal, queueName } from "./session.js";
import { isWall, toggleWall } from "./wall.js";
import { filled, repliesFor } from "./writing.js";

/**
 * @typedef {object} Action
 * @property {string} id Stable, English: it can be typed in every language.
 * @property {string} words
 * @property {string} icon
 * @property {string} [keys]
 * @property {() => void} act
 */

/** Return what can be done now, the likeliest first. @returns {Action[]} */
export function actions() {
  const isAgent = principal.value.role === "agent";
  const some = isAgent ? [...open(), ...chats(), ...presences()] : board();
  return [...some, ...views(isAgent), ...screen(isAgent)];
}

const KEYS = { transfer: "t", hold: "h", retrieve: "h" };

/** Return one action; its words are `command.<key>`. */
export function action(id, icon, act, { key = id, values = {}, keys = "" } = {}) {
  return { id, icon, act, keys, words: t(`command.${key}`, values) };
}

function open() {
  const interaction = chosen.value;
  if (!interaction || place.value.view !== "work") return [];
  const note = action("note", "edit", press("#note-tab"), { keys: "n" });
  if (!isOwn(interaction.id)) return [note];
  if (interaction.state === "WRAP_UP") {
    const fill = () => document.getElementById("disposition")?.focus();
    return [action("wrap_up", "edit", fill, { keys: "e" }), ...acts(interaction)];
  }
  if (interaction.state === "PARKED") return acts(interaction);
  const reply = action("reply", "send", press("#reply-tab"), { keys: "r" });
  const end = action("end", "close", press("#end"), { keys: "e" });
  const isEndable = document.getElementById("end");
  return [reply, note, ...(isEndable ? [end] : []), ...acts(interaction), ...canned(interaction)];
}

function acts(interaction) {
  return actsOf(interaction).map((each) => ({
    id: [each.code, each.to].filter(Boolean).join(" "),
    icon: iconOf(each),
    words: wordsOf(each),
    keys: KEYS[each.code] ?? "",
    act: () => perform(each, interaction),
  }));
}

// What is written already stays before it.
function canned({ id, customer, queue }) {
  const name = customerName(customer, transcripts.get(id)?.customer?.name);
  const variables = { customer: name, agent: me.value.name, queue: queueName(queue) };
  return repliesFor(choices.value.replies ?? {}, "").map(({ code, title, text }) => {
    const insert = () => {
      const written = draftOf(id, "reply").text;
      const added = filled(text, variables);
      changeDraft(id, "reply", { text: written ? `${written} ${added}` : added });
      press("#reply-tab")();
    };
    return action(`canned ${code}`, "chat", insert, { key: "canned", values: { name: title } });
  });
}

/** Return what presses an element of the page, if it is there. */
export function press(selector) {
  return () => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();
}

function chats() {
  return rows.value.map((interaction) => {
    const { id, queue } = interaction;
    const values = { name: titleOf(interaction), queue: queueName(queue) };
    return action(`chat ${id}`, "chat", () => go("work", id), { key: "chat", values });
  });
}

function presences() {
  const { presence, reason } = me.value;
  if (!presence) return [];
  const away = Object.entries(choices.value.not_ready_reasons)
    .filter(([code]) => presence === "READY" || code !== reason)
    .map(([code, why]) =>
      action(`not_ready ${code}`, "clock", () => setNotReady(code), {
        key: "not_ready",
        values: { why },
      }),
    );
  const is = presence === "READY" ? [] : [action("ready", "check", ready)];
  return [...is, ...away, action("log_out", "lock", () => logOut())];
}

function board() {
  const code = isWall.value ? "wall_off" : "wall_on";
  const wall = action(code, isWall.value ? "shrink" : "expand", toggleWall, { keys: "w" });
  return [...(partOf("supervisor")?.supervisorActions() ?? []), wall];
}

function views(isAgent) {
  const home = isAgent
    ? action("work", "inbox", () => go("work"))
    : action("wallboard", "wallboard", () => go("wallboard"));
  return [home, action("preferences", "settings", () => go("preferences"))];
}

const THEME_ICONS = { system: "monitor", light: "sun", dark: "moon" };

function screen(isAgent) {
  const themes = THEMES.filter((name) => name !== theme.value).map((name) =>
    action(`theme_${name}`, THEME_ICONS[name], () => {
      theme.value = name;
    }),
  );
  const languages = LANGUAGES.filter((tag) => tag !== language.value).map((tag) =>
    action(`language ${tag}`, "globe", () => speak(tag), {
      key: "language",
      values: { name: t(`language.${tag}`) },
    }),
  );
  const code = wantsSound.value ? "sound_off" : "sound_on";
  const sound = action(code, wantsSound.value ? "soundOff" : "sound", () => {
    wantsSound.value = !wantsSound.value;
  });
  const help = action("help", "keyboard", openHelp, { keys: "?" });
  return [...themes, ...languages, ...(isAgent ? [sound] : []), help];
}
