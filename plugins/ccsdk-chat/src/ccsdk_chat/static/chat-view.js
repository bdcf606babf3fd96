// The widget's elements: built once by DOM calls, then brought up to date in place.

import { button, icon, make, write } from "./chat-dom.js";

const NEAR_END_PX = 60;
// Lucide (ISC): message-circle, x, send.
const ICONS = {
  chat: "M7.9 20A9 9 0 1 0 4 16.1L2 22Z",
  close: "M18 6 6 18M6 6l12 12",
  send: "M22 2 11 13M22 2l-7 20-4-9-9-4Z",
};
export class View {
  #lines = new Map();

  /**
   * `words` say it; `acts` are {toggle, send(text), draft(text), retry, attached(place, line)}.
   */
  constructor(words, acts) {
    const { say } = (this.words = words);
    this.acts = acts;
    this.badge = make("span", { className: "badge" });
    this.launcher = button("launcher", acts.toggle, icon(ICONS.chat), this.badge);
    this.status = make("p", { role: "status" });
    this.log = make("div", { className: "log", role: "log", tabIndex: 0 });
    this.log.ariaLabel = say("messages");
    this.intro = make("div", { className: "intro", hidden: true });
    this.retry = make("div", { className: "foot" }, button("primary", acts.retry, say("retry")));
    this.panel = make(
      "section",
      { className: "panel", role: "dialog", hidden: true, "aria-labelledby": "title" },
      ...[this.#makeHeader(), this.status, this.log, this.intro, this.retry, this.#makeForm()],
    );
    // Of these one is shown, and has the focus.
    this.places = [this.retry, this.intro, this.form];
    const dock = { className: "dock", lang: words.language, popover: "manual" };
    this.dock = make("div", dock, this.panel, this.launcher);
  }

  #makeHeader() {
    this.title = make("h2", { id: "title" });
    this.account = make("p");
    this.names = make("div", { className: "names" }, this.title, this.account);
    const close = button("close", this.acts.toggle, icon(ICONS.close));
    close.ariaLabel = this.words.say("close");
    return make("header", { role: "none" }, this.names, close);
  }

  #makeForm() {
    const { say } = this.words;
    const field = make("textarea", { rows: 1, ariaLabel: say("field"), dir: "auto" });
    field.placeholder = say("placeholder");
    field.oninput = () => this.acts.draft(field.value);
    // Enter sends, unless it breaks the line or chooses a word in an input method.
    field.onkeydown = (event) => {
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key === "Enter" && !event.shiftKey && !isComposing) this.#submit(event);
    };
    this.field = field;
    this.send = make("button", { className: "send", ariaLabel: say("send") }, icon(ICONS.send));
    const submit = (event) => this.#submit(event);
    this.form = make("form", { onsubmit: submit }, field, this.send);
    return this.form;
  }

  #submit(event) {
    event.preventDefault();
    if (this.send.disabled) return;
    const isSent = this.acts.send(this.field.value.trim());
    if (isSent) this.write("");
    this.scrollToEnd();
    this.focus();
  }

  write(text) {
    this.field.value = text;
    this.acts.draft(text);
  }

  /** Focus what comes next, and say whether it was there. */
  focus() {
    const place = this.places.find(({ hidden }) => !hidden);
    const first = place === this.form ? this.field : place?.querySelector("input, select, button");
    (first ?? this.log).focus();
    return Boolean(first);
  }

  /** Bring everything up to date. */
  show(now) {
    const { say } = this.words;
    const { isOpen, unread } = now;
    const isOpened = isOpen && this.panel.hidden;
    this.panel.hidden = !isOpen;
    write(this.title, now.title);
    write(this.account, now.name ? say("signedIn", { name: now.name }) : "");
    write(this.status, now.status, now.agent);
    this.status.className = `status ${now.tone}`;
    const open = unread ? say("unread", { count: unread }) : say("open");
    this.launcher.ariaLabel = isOpen ? say("close") : open;
    this.launcher.ariaExpanded = String(isOpen);
    this.badge.hidden = isOpen || !unread;
    write(this.badge, String(unread));
    this.log.ariaBusy = String(now.isLoading);
    this.retry.hidden = !now.isStopped;
    this.intro.hidden = !now.isAsked || now.isStopped;
    this.form.hidden = now.isOver || now.isStopped || now.isAsked || now.isLoading;
    this.#showLines(now.lines, isOpened);
    // What has the focus may have been hidden just now.
    const active = this.panel.getRootNode().activeElement;
    if (isOpen && active?.getClientRects().length === 0) this.focus();
  }

  // Elements are kept, so that a screen reader hears what is new and nothing else.
  #showLines(lines, isOpened) {
    const { log } = this;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    const former = this.#lines;
    this.#lines = new Map();
    let next = log.firstChild;
    let before = {};
    for (const line of lines) {
      const id = line.note ? line.version : (line.key ?? line.version);
      const element = former.get(id) ?? this.#makeLine(line);
      former.delete(id);
      this.#lines.set(id, element);
      if (element === next) next = next.nextSibling;
      else log.insertBefore(element, next);
      if (!line.note) this.#update(element, line, before);
      before = line;
    }
    for (const element of former.values()) element.remove();
    if (isOpened || isAtEnd) this.scrollToEnd();
  }

  #makeLine({ note, name, from }) {
    const { say } = this.words;
    if (note) {
      const told = make("p", { className: "note" });
      write(told, say(note, { name: name ?? say("agent") }), name);
      return told;
    }
    const who = from === "customer" ? say("you") : (name ?? say("agent"));
    const text = make("p", { className: "text", dir: "auto" });
    const [files, meta] = ["files", "meta"].map((className) => make("span", { className }));
    return make("div", {}, make("span", { className: "who" }, who), text, files, meta);
  }

  #update(element, line, before) {
    const { say, time } = this.words;
    const { from, at, isPending, files = [] } = line;
    const isSame = from === before.from && line.name === before.name;
    element.className = `line ${from} ${isSame ? "same" : ""}`;
    const [, words, list, meta] = element.children;
    const text = line.text ?? (files.length ? "" : say("deleted"));
    words.hidden = !text;
    // Its links, made later, are not text that changed.
    if (words.said !== text) words.textContent = words.said = text;
    if (files.length) this.acts.attached(list, line);
    write(meta, isPending ? say("sending") : at ? time(at) : "");
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
