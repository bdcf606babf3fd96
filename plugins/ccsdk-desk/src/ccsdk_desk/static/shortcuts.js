// Which keys there are: the one list that the keyboard follows and the help shows.

/**
 * @typedef {object} Shortcut
 * @property {string} keys As a person reads them.
 * @property {string} code What they do; its words are `help.<code>`.
 * @property {string} [view] The one view they work in; absent where they work in all.
 * @property {boolean} [isSingle] One key without Ctrl: it can be switched off (WCAG 2.1.4).
 */

/** @type {Shortcut[]} */
export const SHORTCUTS = [
  { keys: "Ctrl+K", code: "commands" },
  { keys: "?", code: "help", isSingle: true },
  { keys: "a", code: "accept", view: "work", isSingle: true },
  { keys: "j", code: "next", view: "work", isSingle: true },
  { keys: "k", code: "previous", view: "work", isSingle: true },
  { keys: "r", code: "reply", view: "work", isSingle: true },
  { keys: "n", code: "note", view: "work", isSingle: true },
  { keys: "t", code: "transfer", view: "work", isSingle: true },
  { keys: "h", code: "hold", view: "work", isSingle: true },
  { keys: "e", code: "wrap_up", view: "work", isSingle: true },
  { keys: "Enter", code: "send", view: "work" },
  { keys: "Ctrl+Enter", code: "send_too", view: "work" },
  { keys: "Shift+Enter", code: "newline", view: "work" },
  { keys: "Esc", code: "leave_field", view: "work" },
  { keys: "w", code: "wall", view: "wallboard", isSingle: true },
];
