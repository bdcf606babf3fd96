// The widget's elements: built once by DOM calls, then brought up to date in place.

import { say } from "./chat-words.js";

const SVG = "http://www.w3.org/2000/svg";
const TEXT_MAX = 8_000;
const NEAR_END_PX = 60;
// Lucide (ISC): message-circle, x, send.
const ICONS = {
  chat: "M7.9 20A9 9 0 1 0 4 16.1L2 22Z",
  close: "M18 6 6 18M6 6l12 12",
  send: "M22 2 11 13M22 2l-7 20-4-9-9-4Z",
};
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

/** Make an element; a name with a dash, and `role`, is an attribute. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function icon(name) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.append(path);
  return svg;
}

function button(className, onclick, ...children) {
  return make("button", { type: "button", className, onclick }, ...children);
}

// Unchanged text is left alone, so that a screen reader does not say it again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class View {
  #lines = new Map();

  /** `acts` are {toggle, send(text), draft(text), leave, anew, retry}. */
  constructor(acts) {
    this.acts = acts;
    this.badge = make("span", { className: "badge" });
    this.launcher = button("launcher", acts.toggle, icon("chat"), this.badge);
    this.title = make("h2", { id: "title" });
    this.leave = button("leave", () => this.ask(true), say("leave"));
    const close = button("close", acts.toggle, icon("close"));
    close.ariaLabel = say("close");
    this.status = make("p", { role: "status" });
    this.log = make("div", { className: "log", role: "log", tabIndex: 0 });
    this.log.ariaLabel = say("messages");
    this.retry = make("div", { className: "foot" }, button("primary", acts.retry, say("retry")));
    this.anew = make("div", { className: "foot" }, button("primary", acts.anew, say("again")));
    const header = make("header", { role: "none" }, this.title, this.leave, close);
    this.panel = make(
      "section",
      { className: "panel", role: "dialog", hidden: true, "aria-labelledby": "title" },
      ...[header, this.status, this.log, this.#makeAsk(), this.retry, this.anew, this.#makeForm()],
    );
  }

  #makeAsk() {
    const leave = () => (this.ask(false), this.acts.leave());
    this.stay = button("stay", () => this.ask(false), say("stay"));
    const question = make("p", {}, say("leaveAsk"));
    this.asking = make("div", { className: "ask", role: "group", hidden: true }, question);
    this.asking.append(button("primary", leave, say("leave")), this.stay);
    this.asking.ariaLabel = say("leaveAsk");
    return this.asking;
  }

  #makeForm() {
    const field = make("textarea", { rows: 1, maxLength: TEXT_MAX, ariaLabel: say("field") });
    field.placeholder = say("placeholder");
    field.oninput = () => this.acts.draft(field.value);
    // Enter sends, unless it breaks the line or chooses a word in an input method.
    field.onkeydown = (event) => {
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key === "Enter" && !event.shiftKey && !isComposing) this.#submit(event);
    };
    this.field = field;
    this.send = make("button", { className: "send", ariaLabel: say("send") }, icon("send"));
    this.form = make("form", { onsubmit: (event) => this.#submit(event) }, field, this.send);
    return this.form;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.write("");
    this.acts.draft("");
    this.acts.send(text);
    this.#scrollToEnd();
    this.focus();
  }

  /** Ask whether to end the chat, or stop asking. */
  ask(isAsking) {
    this.asking.hidden = !isAsking;
    this.#scrollToEnd();
    if (isAsking) this.stay.focus();
    else this.focus();
  }

  write(text) {
    this.field.value = text;
    this.send.disabled = !text.trim();
  }

  focus() {
    const foot = [this.retry, this.anew].find(({ hidden }) => !hidden);
    (foot?.firstChild ?? this.field).focus();
  }

  /** Bring everything up to date. */
  show({ isOpen, title, status, tone, unread, canLeave, isOver, isStopped, lines }) {
    const isOpened = isOpen && this.panel.hidden;
    this.panel.hidden = !isOpen;
    write(this.title, title);
    write(this.status, status);
    this.status.className = `status ${tone}`;
    const opens = unread === 1 ? "openOne" : unread ? "openMany" : "open";
    this.launcher.ariaLabel = isOpen ? say("close") : say(opens, { count: unread });
    this.launcher.ariaExpanded = String(isOpen);
    this.badge.hidden = isOpen || !unread;
    write(this.badge, String(unread));
    this.leave.hidden = !canLeave;
    this.asking.hidden ||= !canLeave;
    this.retry.hidden = !isStopped;
    this.anew.hidden = !isOver || isStopped;
    this.form.hidden = isOver || isStopped;
    this.#showLines(lines, isOpened);
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
    lines.forEach((line, index) => {
      const id = line.note ? line.version : (line.key ?? line.version);
      const element = former.get(id) ?? this.#makeLine(line);
      former.delete(id);
      this.#lines.set(id, element);
      if (element === next) next = next.nextSibling;
      else log.insertBefore(element, next);
      if (!line.note) this.#update(element, line, lines[index - 1]);
    });
    for (const element of former.values()) element.remove();
    if (isOpened || isAtEnd) this.#scrollToEnd();
  }

  #makeLine({ note, name, from }) {
    if (note) return make("p", { className: "note" }, say(note, { name: name ?? say("agent") }));
    const who = from === "customer" ? say("you") : (name ?? say("agent"));
    const text = make("p", { className: "text", dir: "auto" });
    const meta = make("span", { className: "meta" });
    return make("div", {}, make("span", { className: "who" }, who), text, meta);
  }

  #update(element, { from, name, text, at, isPending }, before = {}) {
    const isSame = from === before.from && name === before.name;
    element.className = `line ${from} ${isPending ? "pending" : ""} ${isSame ? "same" : ""}`;
    const [, words, meta] = element.children;
    write(words, text ?? say("deleted"));
    write(meta, isPending ? say("sending") : at ? CLOCK.format(at) : "");
  }

  #scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
