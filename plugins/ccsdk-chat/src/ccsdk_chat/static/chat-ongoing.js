// What a chat has once it is under way: a place in line, an agent who types, links, an end.
// Loaded with the first message, not before.

import { button, make, write } from "./chat-dom.js";

const PLACE_EVERY_MS = 10_000;
const INITIALS_MAX = 2;
const MINUTE_MS = 60_000;
// An address ends before what encloses it; format characters could turn it round.
const ADDRESS = /(https?:\/\/[^\s<>"'\p{Cf}]*[^\s<>"'\p{Cf}\p{P}]\/?)/u;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.face {
  display: grid; place-items: center; flex: none; inline-size: 40px; block-size: 40px;
  font-weight: 600; border-radius: 50%; box-shadow: inset 0 0 0 2px;
}
.text a { color: inherit; direction: ltr; unicode-bidi: isolate; }
.status.good { color: light-dark(#12643a, #8fdcb0); background: light-dark(#eaf6ef, #16301f); }
.typing {
  min-block-size: 26px; margin: 0; padding: 0 32px; font-size: 12.5px; color: var(--quiet);
}
.typing:empty { display: none; }
.typing.idle { opacity: 0; }
.typing::before {
  content: ""; display: inline-block; inline-size: 30px; block-size: 10px; margin-inline-end: 8px;
  background: radial-gradient(circle, currentColor 2.8px, #0000 3.6px) 0 / 10px 10px;
}
.ask { padding: 14px 22px; background: var(--soft); border-block-start: 1px solid var(--line); }
.ask p { margin: 0 0 10px; font-weight: 600; }
.stay {
  margin-inline-start: 8px; background: var(--paper); box-shadow: inset 0 0 0 1px var(--edge);
}
@media (prefers-reduced-motion: no-preference) {
  .typing:not(.idle)::before { animation: appear .9s infinite alternate; }
}
`);

export class Ongoing {
  #askedAt = -Infinity;
  #typingTimer = 0;
  #isTyping = false;
  #known = 0;

  /**
   * @param {any} view
   * @param {any} session
   * @param {any} words
   * @param {AbortSignal} signal
   */
  constructor(view, session, words, signal) {
    const { say } = words;
    this.view = view;
    this.session = session;
    this.say = say;
    const minute = { style: "unit", unit: "minute", unitDisplay: "long" };
    this.wait = new Intl.NumberFormat(words.language, /** @type {any} */ (minute));
    view.panel.getRootNode().adoptedStyleSheets.push(sheet);
    this.face = make("span", { className: "face", ariaHidden: "true" });
    this.leave = button("leave", () => this.ask(true), say("leave"));
    // Said once a turn: the words stay when the dots go, until a message comes.
    this.typing = make("p", { className: "typing idle", "aria-live": "polite" });
    view.names.before(this.face);
    view.names.after(this.leave);
    const anew = button("primary", () => this.#startAnew(), say("again"));
    this.anew = make("div", { className: "foot" }, anew);
    view.places.unshift(this.anew);
    view.log.after(this.typing, this.#makeAsk(), this.anew);
    const timer = setInterval(() => this.#askPlace(), PLACE_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  #makeAsk() {
    const { say } = this;
    const leave = () => (this.ask(false), this.#end());
    this.stay = button("stay", () => this.ask(false), say("stay"));
    const question = make("p", {}, say("leaveAsk"));
    const choice = [button("primary", leave, say("leave")), this.stay];
    this.asking = make("div", { className: "ask", role: "group", hidden: true });
    this.asking.append(question, ...choice);
    this.asking.ariaLabel = say("leaveAsk");
    return this.asking;
  }

  /** Ask whether to end the chat, or stop asking. */
  ask(isAsking) {
    this.asking.hidden = !isAsking;
    this.view.scrollToEnd();
    if (isAsking) this.stay.focus();
    else this.view.focus();
  }

  #startAnew() {
    this.session.startAnew();
    this.anew.hidden = true;
    this.view.focus();
  }

  async #end() {
    const { session } = this;
    const { interaction, phase } = session.transcript;
    const types = ["AbandonInteraction", "EndInteraction"];
    // The answer may come in this very moment, and then it is the other one.
    if (phase === "talking") types.reverse();
    const end = (type) => session.bus.command(type, { interaction });
    await end(types[0])
      .catch(() => session.transcript.isOpen && end(types[1]))
      .catch(() => {
        session.notice = "notLeft";
        session.options.onchange();
      });
  }

  /** Bring everything up to date with the transcript. */
  show() {
    const { phase, agent, isOpen, lines } = this.session.transcript;
    if (lines.size !== this.#known) write(this.typing, "");
    this.#known = lines.size;
    const initials = agent?.split(/\s+/).map(([first]) => first);
    write(this.face, initials?.slice(0, INITIALS_MAX).join("") ?? "");
    this.face.hidden = !agent;
    this.leave.hidden = !isOpen;
    const isAnew = phase === "over" && this.view.retry.hidden;
    const { activeElement } = this.view.panel.getRootNode();
    const isDue = isAnew && this.anew.hidden && activeElement === this.view.log;
    this.anew.hidden = !isAnew;
    // Whoever was writing when the chat ended goes on here.
    if (isDue) this.view.focus();
    this.asking.hidden ||= !isOpen;
    this.#isTyping &&= phase === "talking";
    this.typing.classList.toggle("idle", !this.#isTyping);
    const name = agent ?? this.say("agent");
    if (this.#isTyping) write(this.typing, this.say("typing", { name }), name);
    for (const text of this.view.log.querySelectorAll(".agent .text")) link(text);
    if (this.#askedAt < 0) this.#askPlace();
  }

  /** Return the status of who waits, in words; nothing while no place is known. */
  status() {
    const { position: count, estimated_wait_ms: waitMs } = this.session.transcript.place;
    if (!count) return undefined;
    const name = (count > 1 ? "place" : "next") + (waitMs ? "Wait" : "");
    const wait = this.wait.format(Math.max(1, Math.ceil(waitMs / MINUTE_MS)));
    return this.say(name, { count, wait });
  }

  /** Take what the bus says of who is typing; our own tabs are nothing new. */
  hear({ key, ttl_ms: forMs }) {
    if (key === "customer") return;
    clearTimeout(this.#typingTimer);
    this.#isTyping = forMs > 0;
    this.#typingTimer = setTimeout(() => {
      this.#isTyping = false;
      this.show();
    }, forMs);
    this.show();
  }

  /** A message of the agent ends what they were typing. */
  heardMessage() {
    this.#isTyping = false;
  }

  // Only while somebody looks, and at most every ten seconds.
  async #askPlace() {
    const { transcript, isWatched } = this.session;
    const { phase, interaction } = transcript;
    if (phase !== "waiting" || !interaction || document.hidden || !isWatched) return;
    if (performance.now() - this.#askedAt < PLACE_EVERY_MS / 2) return;
    this.#askedAt = performance.now();
    const page = await this.session.history({ interaction, limit: 1 });
    if (!page?.interaction) return;
    transcript.place = page.interaction.data;
    this.session.options.onchange();
  }
}

// Web addresses become links that say where they really lead.
function link(element) {
  const text = element.textContent;
  if (element.firstElementChild || !ADDRESS.test(text)) return;
  const parts = text.split(ADDRESS).map((part, index) => {
    if (index % 2 === 0 || !URL.canParse(part)) return part;
    const { href } = new URL(part);
    return make("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, href);
  });
  element.replaceChildren(...parts);
}
