// What a customer is asked while they wait or talk: to be called back, to leave a message, to
// come because it is their turn, to come to the live chat. Loaded with the first of these.

import { button, make, write } from "./chat-dom.js";
import { Ring } from "./chat-ring.js";

const SECOND_MS = 1_000;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.card-asked {
  display: flex; flex-wrap: wrap; gap: 8px; padding: 14px 22px; background: var(--soft);
  border-block-start: 1px solid var(--line);
}
.card-asked p { flex: 1 0 100%; margin: 0; }
.card-asked .asked { font-weight: 600; }
.card-asked button, .card-asked a {
  display: inline-flex; align-items: center; min-block-size: 40px; padding: 6px 16px;
  font-weight: 600; text-align: start; color: inherit; text-decoration: none;
  background: var(--paper); border-radius: 12px; box-shadow: inset 0 0 0 1px var(--edge);
}
.card-asked .primary { color: var(--on-accent); background: var(--accent); box-shadow: none; }
.card-asked :disabled { opacity: .6; cursor: default; }
.timer { font-variant-numeric: tabular-nums; font-weight: 400; color: var(--quiet); }
`);

/**
 * Say which card is due, if any.
 * @param {any} transcript
 * @returns {"join" | "call" | "choices" | null}
 */
export function cardOf({ phase, facts }) {
  if (phase === "talking") return facts.asked_to === "chat" ? "join" : null;
  if (phase !== "waiting") return null;
  if (facts.is_callback) return facts.state === "CONNECTING" ? "call" : null;
  // By message nobody waits, so there is nothing to choose instead.
  return facts.choices?.length && facts.channel !== "message" ? "choices" : null;
}

export class Cards {
  /** Whether the next text is left as a message instead of the wait. */
  isLeaving = false;
  #known = "";
  #putOff = 0;
  #timer = 0;

  /**
   * @param {HTMLElement} place a polite live region
   * @param {{
   *   view: any, session: any, words: any, signal: AbortSignal, onrefused: () => void,
   * }} parts
   */
  constructor(place, parts) {
    const root = /** @type {ShadowRoot} */ (place.getRootNode());
    this.place = place;
    this.parts = parts;
    this.say = parts.words.say;
    this.ring = new Ring(root, parts.words, parts.signal);
    root.adoptedStyleSheets.push(sheet);
    const { send } = parts.view.acts;
    parts.view.acts.send = (text) => this.#leave(text) || send(text);
    parts.signal.addEventListener("abort", () => clearInterval(this.#timer));
  }

  /** Show the card that is due; `help` is the address of the shop's own help. */
  show(help) {
    const { session } = this.parts;
    const { transcript } = session;
    const { facts, agent } = transcript;
    const kind = this.#isPutOff(facts) ? null : cardOf(transcript);
    this.isLeaving &&= kind === "choices";
    this.ring.unlockAtTouch();
    const shown = kind && (this.isLeaving ? "leaving" : kind);
    const known = JSON.stringify([shown, facts.choices, agent, help]);
    if (known === this.#known) return;
    this.#known = known;
    clearInterval(this.#timer);
    this.ring.set(shown === "call");
    const hadFocus = this.place.contains(
      /** @type {ShadowRoot} */ (this.place.getRootNode()).activeElement,
    );
    this.place.replaceChildren(...(shown ? [this.#make(shown, help)] : []));
    if (hadFocus) this.parts.view.focus();
    this.parts.view.scrollToEnd();
  }

  #isPutOff({ join_due_at_ms: dueAt }) {
    return Boolean(dueAt) && dueAt === this.#putOff;
  }

  #make(kind, help) {
    const made = {
      join: () => this.#join(),
      call: () => this.#call(),
      leaving: () => this.#leaving(),
      choices: () => this.#choices(help),
    };
    const children = made[kind]();
    return make("div", { className: "card-asked", role: "group" }, ...children);
  }

  // --- what can be asked -----------------------------------------------------------------

  #choices(help) {
    const { say } = this;
    const { choices } = this.parts.session.transcript.facts;
    const offered = [];
    if (choices.includes("callback")) {
      offered.push(this.#button("primary", "AcceptCallback", "callBack"));
    }
    if (choices.includes("self_service") && isWeb(help)) {
      const leave = () => this.#send("AcceptSelfService");
      const link = { href: help, target: "_blank", rel: "noopener", onclick: leave };
      offered.push(make("a", link, say("helpYourself")));
    }
    offered.push(button("leave-message", () => this.#setLeaving(true), say("message")));
    return [make("p", { className: "asked" }, say("choices")), ...offered];
  }

  #leaving() {
    const { say } = this;
    const back = button("back", () => this.#setLeaving(false), say("backToLine"));
    return [make("p", { className: "asked" }, say("leaving")), back];
  }

  #setLeaving(isLeaving) {
    const { session, view } = this.parts;
    this.isLeaving = isLeaving;
    session.options.onchange();
    view.focus();
  }

  // Files, and what is too long, go the way of every message.
  #leave(text) {
    const { session } = this.parts;
    if (!this.isLeaving || !text || session.isTooLong(text)) return false;
    this.isLeaving = false;
    session.track("LeaveMessage", { interaction: session.transcript.interaction }, { text });
    return true;
  }

  #call() {
    const come = this.#button("primary", "ConfirmConnected", "come");
    return [make("p", { className: "asked", role: "alert" }, this.say("called")), come];
  }

  #join() {
    const { say } = this;
    const { transcript, bus } = this.parts.session;
    const { join_due_at_ms: dueAt } = transcript.facts;
    // A clock that is said aloud each second would leave no word for anything else.
    const timer = make("span", { className: "timer", role: "timer", "aria-live": "off" });
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((dueAt - bus.now()) / SECOND_MS));
      timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    tick();
    this.#timer = setInterval(tick, SECOND_MS);
    const later = button("later", () => this.#putOffJoin(dueAt), say("notNow"));
    const name = transcript.agent ?? say("agent");
    const asked = make("span");
    write(asked, say("joinAsk", { name }), name);
    return [
      make("p", { className: "asked" }, asked, " ", timer),
      ...[this.#button("primary", "JoinChannel", "join"), later],
    ];
  }

  #putOffJoin(dueAt) {
    this.#putOff = dueAt;
    this.show();
  }

  // --- commands --------------------------------------------------------------------------

  #button(className, command, word) {
    const made = button(className, () => this.#send(command, made), this.say(word));
    return made;
  }

  // What is refused has been overtaken by events, which say what is true now.
  async #send(command, pressed) {
    const { session, view, onrefused } = this.parts;
    const { interaction } = session.transcript;
    if (pressed) pressed.disabled = true;
    await session.bus.command(command, { interaction }).catch(() => {
      this.#known = "";
      onrefused();
    });
    view.focus();
  }
}

function isWeb(address) {
  return Boolean(address) && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
