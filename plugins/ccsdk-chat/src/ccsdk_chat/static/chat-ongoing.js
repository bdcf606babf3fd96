// What a chat has once it is under way: a place in line, hold, an agent who types, links, an end.
// Loaded with the first message, not before.

import { button, make, write } from "./chat-dom.js";

const PLACE_EVERY_MS = 10_000;
const INITIALS_MAX = 2;
const MINUTE_MS = 60_000;
// A day of the week is clear this far ahead.
const WEEK_MS = 6 * 86_400_000;
// From here on a wait is said in steps of five minutes, and then in hours.
const COARSE_MIN = 10;
const HOURS_MIN = 50;
// What else happens in a chat, as a note between its messages.
const NOTES = {
  InteractionTransferred: "passedOn",
  ChannelElevated: "live",
  ChannelElevationFailed: "notLive",
};
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
  #cards;
  #ending = { interaction: "", version: 0 };
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
    this.words = words;
    this.signal = signal;
    view.panel.getRootNode().adoptedStyleSheets.push(sheet);
    this.face = make("span", { className: "face", ariaHidden: "true" });
    this.leave = button("leave", () => this.ask(true), say("leave"));
    // Said once a turn: the words stay when the dots go, until a message comes.
    this.typing = make("p", { className: "typing idle", "aria-live": "polite" });
    view.names.before(this.face);
    view.names.after(this.leave);
    const anew = button("primary", () => this.#startAnew(), say("again"));
    this.anew = make("div", { className: "foot", hidden: true }, anew);
    view.places.unshift(this.anew);
    this.asked = make("div", { "aria-live": "polite" });
    view.log.after(this.typing, this.asked, this.#makeAsk(), this.anew);
    const timer = setInterval(() => this.#askPlace(), PLACE_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  /** Whether the next text is left as a message instead of the wait. */
  get isLeaving() {
    return Boolean(this.#cards?.isLeaving);
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

  /** Bring everything up to date with the transcript; `help` is the shop's own help. */
  async show(help) {
    this.#learn();
    const { phase, agent, isOpen, lines } = this.session.transcript;
    if (lines.size !== this.#known) write(this.typing, "");
    this.#known = lines.size;
    const initials = agent?.split(/\s+/).map(([first]) => first);
    write(this.face, initials?.slice(0, INITIALS_MAX).join("") ?? "");
    this.face.hidden = !agent;
    this.leave.hidden = !isOpen;
    write(this.leave, this.say("leave"));
    this.#showAnew(phase === "over" && this.view.retry.hidden);
    this.asking.hidden ||= !isOpen;
    this.#isTyping &&= phase === "talking";
    this.typing.classList.toggle("idle", !this.#isTyping);
    const name = agent ?? this.say("agent");
    if (this.#isTyping) write(this.typing, this.say("typing", { name }), name);
    for (const text of this.view.log.querySelectorAll(".agent .text")) link(text);
    if (this.#askedAt < 0) this.#askPlace();
    await this.#showCards(help);
  }

  #showAnew(isAnew) {
    const { activeElement } = this.view.panel.getRootNode();
    const isDue = isAnew && this.anew.hidden && activeElement === this.view.log;
    this.anew.hidden = !isAnew;
    // Whoever was writing when the chat ended goes on here.
    if (isDue) this.view.focus();
  }

  async #showCards(help) {
    const { facts } = this.session.transcript;
    if (!this.#cards && !facts.choices && !facts.is_callback && !facts.asked_to) return;
    const { Cards } = await import("./chat-cards.js");
    if (this.signal.aborted) return;
    const { view, session, words, signal } = this;
    const onrefused = () => this.#ask();
    this.#cards ??= new Cards(this.asked, { view, session, words, signal, onrefused });
    this.#cards.show(help);
  }

  // --- what events say besides messages --------------------------------------------------

  #learn() {
    const { transcript } = this.session;
    const told = transcript.told.splice(0);
    for (const event of told) this.#hearEvent(event);
    if (told.length) this.#ask();
  }

  #hearEvent({ type, interaction, version, time, data }) {
    const { transcript } = this.session;
    const name = type.split(".")[1];
    const at = Date.parse(time);
    const note = NOTES[name];
    if (note) transcript.lines.set(version, { note, version, at });
    // The same words for everybody, said by the center.
    if (data?.text) transcript.lines.set(version, { from: "agent", version, at, text: data.text });
    if (interaction !== this.#ending.interaction) this.#ending = { interaction, version: 0 };
    if (version <= this.#ending.version) return;
    // Whoever waits again was refused elsewhere, or before.
    if (name === "InteractionQueued") this.#ending = { interaction, version };
    else if (name === "InteractionReopened") {
      this.#ending = { interaction, version };
      this.session.loadHistory();
    } else if (name === "EntryRefused" || data?.outcome) {
      Object.assign(this.#ending, data, { version });
    }
  }

  // --- the status, in words --------------------------------------------------------------

  /** Return the status in words where more is known than its plain word says. */
  status(state) {
    const { facts, agent } = this.session.transcript;
    if (state === "waiting") return this.#waiting(facts);
    if (state === "over") return this.#over(/** @type {any} */ (this.#ending));
    const name = agent ?? this.say("agent");
    return state === "talking" && facts.is_held ? this.say("held", { name }) : undefined;
  }

  #waiting(facts) {
    const { position: count, estimated_wait_ms: waitMs } = facts;
    if (facts.is_self_served) return this.say("selfServed");
    if (facts.is_callback) return this.say(facts.state === "CONNECTING" ? "called" : "callback");
    if (!count || this.session.isMessage) return undefined;
    const name = (count > 1 ? "place" : "next") + (waitMs ? "Wait" : "");
    return this.say(name, { count, wait: this.#spoken(waitMs) });
  }

  // What is estimated is no timetable, so it is said coarsely, and never as nothing.
  #spoken(ms) {
    const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
    const step = minutes > COARSE_MIN ? 5 : 1;
    const [count, unit] =
      minutes > HOURS_MIN
        ? [Math.ceil(minutes / 60), "hour"]
        : [Math.ceil(minutes / step) * step, "minute"];
    const style = /** @type {any} */ ({ style: "unit", unit, unitDisplay: "long" });
    return new Intl.NumberFormat(this.words.language, style).format(count);
  }

  #day(at) {
    const { language, time } = this.words;
    const isFar = at - Date.now() > WEEK_MS;
    if (isFar || new Date(at).toDateString() === new Date().toDateString()) return time(at);
    const day = /** @type {any} */ ({ weekday: "long", hour: "numeric", minute: "2-digit" });
    return new Intl.DateTimeFormat(language, day).format(at);
  }

  #over({ outcome, reason, opens_at_ms: opensAt }) {
    if (outcome === "unreached") return this.say("unreached");
    const isRefused = outcome === "message" || outcome === "ended";
    if (!isRefused) return undefined;
    const words = [];
    if (outcome === "message") words.push(this.say("left"));
    if (reason === "closed") {
      words.push(this.say("closed"));
      if (opensAt) words.push(this.say("opens", { time: this.#day(opensAt) }));
    } else if (outcome === "ended") words.push(this.say("full"));
    return words.join(" ");
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
  #askPlace() {
    const { transcript, isWatched } = this.session;
    const { phase, interaction } = transcript;
    if (phase !== "waiting" || !interaction || document.hidden || !isWatched) return;
    if (performance.now() - this.#askedAt < PLACE_EVERY_MS / 2) return;
    this.#ask();
  }

  // What the center says of the chat now.
  async #ask() {
    const { transcript, options } = this.session;
    const { interaction } = transcript;
    this.#askedAt = performance.now();
    const page = await this.session.history({ interaction, limit: 1 });
    if (!page?.interaction) return;
    transcript.show(page.interaction);
    options.onchange();
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
