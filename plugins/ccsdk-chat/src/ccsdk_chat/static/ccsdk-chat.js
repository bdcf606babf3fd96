// <ccsdk-chat account="web" [name] [queue] [heading] [greeting] [open]>: a chat with the center
// that this module comes from.
//
// Shadow DOM keeps styles apart. It is no wall against scripts of the page, so the visitor's
// token opens nothing but this visitor's own chats.

import { ChatSession } from "./chat-session.js";
import { sheet } from "./chat-style.js";
import { View } from "./chat-view.js";
import { say } from "./chat-words.js";

const ROOT = new URL("../../", import.meta.url).href;
const TONES = { talking: "good", offline: "warn", stopped: "bad" };

class CcsdkChat extends HTMLElement {
  static observedAttributes = ["open"];
  #session = null;
  #view = null;

  connectedCallback() {
    this.#view ??= this.#makeView();
    const [account, queue, name] = ["account", "queue", "name"].map((of) => this.#attribute(of));
    const onchange = (isGivenBack) => {
      if (isGivenBack) this.#view.write(this.#session.record.draft);
      this.#show();
    };
    this.#session = new ChatSession({ root: ROOT, account, queue, name, onchange });
    this.#view.write(this.#session.record.draft ?? "");
    if (this.#session.isRunning) this.#session.connect();
    this.attributeChangedCallback();
  }

  disconnectedCallback() {
    this.#session.stop();
  }

  attributeChangedCallback() {
    if (!this.#session) return;
    if (this.hasAttribute("open")) this.#session.connect();
    else if (!this.#session.isRunning) this.#session.stop();
    this.#show();
  }

  #attribute(name) {
    return this.getAttribute(name) ?? undefined;
  }

  #toggle() {
    if (this.toggleAttribute("open")) this.#view.focus();
    else this.#view.launcher.focus();
  }

  #makeView() {
    const view = new View({
      toggle: () => this.#toggle(),
      send: (text) => this.#session.send(text),
      draft: (draft) => {
        this.#session.keep({ draft });
        view.send.disabled = !draft.trim();
      },
      leave: () => this.#session.leave(),
      anew: () => this.#session.startAnew(),
      retry: () => this.#session.connect(),
    });
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(view.panel, view.launcher);
    view.panel.onkeydown = (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      if (view.asking.hidden) this.#toggle();
      else view.ask(false);
    };
    return view;
  }

  #show() {
    const { transcript, connection, notice } = this.#session;
    const { phase, agent, isOpen: canLeave } = transcript;
    const isOpen = this.hasAttribute("open");
    if (isOpen) this.#session.markRead();
    const isLost = ["stopped", "offline", "connecting"].includes(connection);
    const state = isLost ? connection : (notice ?? phase);
    const text = this.#attribute("greeting") ?? say("greeting");
    this.#view.show({
      isOpen,
      canLeave,
      title: this.#attribute("heading") ?? say("title"),
      status: say(state, { name: agent ?? say("agent") }),
      tone: TONES[state] ?? (state === notice ? "bad" : ""),
      unread: transcript.unread,
      isOver: phase === "over",
      isStopped: connection === "stopped",
      lines: [{ from: "agent", version: 0, text }, ...transcript.shown()],
    });
  }
}

customElements.define("ccsdk-chat", CcsdkChat);
