// <ccsdk-chat account="web">: a chat with the center that this module comes from.
//
// Shadow DOM keeps styles apart. It is no wall against scripts of the page, so the visitor's
// token opens nothing but this visitor's own chats; with `data-frame` even that stays away
// from the page. Only one chat is shown, however often a page asks for it.

import { fetchJson } from "./ccsdk.js";
import { ChatSession } from "./chat-session.js";
import { sheet } from "./chat-style.js";
import { View } from "./chat-view.js";
import { loadWords, tableFor } from "./chat-words.js";

const FOLDER = new URL("./", import.meta.url).href;
const ROOT = new URL("../../", FOLDER).href;
const LANGUAGE = /^[\w-]{1,64}$/;
const TONES = { talking: "good", offline: "warn", stopped: "bad" };

class CcsdkChat extends HTMLElement {
  static observedAttributes = ["open", "statement"];
  /** @type {CcsdkChat | null} */
  static shown = null;
  /** @type {ChatSession} */
  #session;
  /** @type {View} */
  #view;
  #words;
  #settings;
  #isFresh = false;
  #identify;
  #life = new AbortController();
  #extras;
  #isFocusDue = false;

  connectedCallback() {
    if (CcsdkChat.shown) {
      console.warn("ccsdk-chat: this page shows a chat already");
      return;
    }
    CcsdkChat.shown = this;
    this.#life = new AbortController();
    // What was set before this class was known hides its accessor.
    const { identify } = this;
    delete (/** @type {any} */ (this).identify);
    this.#identify = identify;
    this.#start(this.#life.signal);
  }

  disconnectedCallback() {
    if (CcsdkChat.shown !== this) return;
    CcsdkChat.shown = null;
    this.#life.abort();
    this.#session?.stop();
    this.#session = this.#extras = undefined;
  }

  attributeChangedCallback(name) {
    if (!this.#session) return;
    if (name === "statement") this.#session.identify(this.#stating);
    else this.#open();
  }

  /** Ask this async function of the page for a statement, signed by the site, on who it serves. */
  get identify() {
    return this.#identify;
  }

  set identify(ask) {
    this.#identify = ask;
    if (ask) this.#session?.identify(this.#stating);
  }

  /** Forget the customer: call it when they sign out of the site. */
  forget() {
    this.#session?.forget();
    this.#open();
  }

  get #stating() {
    const statement = this.#attribute("statement");
    return statement ? () => statement : this.#identify;
  }

  #attribute(name) {
    return this.getAttribute(name) ?? undefined;
  }

  async #start(signal) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const tag = this.lang || document.documentElement.lang || navigator.language;
    root.adoptedStyleSheets = [sheet];
    if (this.#isFramed()) {
      const { showFrame } = await import("./chat-frame.js");
      if (!signal.aborted) showFrame(this, { folder: FOLDER, tag, signal });
      return;
    }
    const words = await loadWords(FOLDER, tableFor(tag));
    if (signal.aborted) return;
    this.#words = words;
    this.#session = this.#makeSession(LANGUAGE.test(tag) ? tag : words.language);
    this.#view = this.#makeView();
    this.#settings = this.#session.record.settings;
    root.replaceChildren(this.#view.dock);
    // In the top layer no ancestor's transform or z-index of the page matters.
    this.#view.dock.showPopover?.();
    this.#view.write(this.#session.record.draft ?? "");
    if (this.#session.isRunning) this.#session.connect();
    this.#open();
  }

  #isFramed() {
    const scripts = [...document.scripts].filter(({ src }) => src === import.meta.url);
    return [this, ...scripts].some(({ dataset }) => dataset.frame !== undefined);
  }

  #makeSession(language) {
    const [account, queue, name] = ["account", "queue", "name"].map((of) => this.#attribute(of));
    return new ChatSession({
      ...{ root: ROOT, account, queue, name, language },
      identify: this.#stating,
      onlive: () => this.#recover(),
      onhear: (heard) => this.#extras?.ongoing?.hear(heard),
      onchange: () => this.#show(),
      onreturn: (files) => {
        this.#view.write(this.#session.record.draft);
        if (files.length) this.#extra((extras) => extras.files((tray) => tray.put(files)));
      },
    });
  }

  #makeView() {
    const session = this.#session;
    const view = new View(this.#words, {
      toggle: () => this.#toggle(),
      send: (text) => this.#send(text),
      draft: (draft) => {
        session.keep({ draft });
        session.type(draft !== "");
        this.#showReady();
      },
      retry: () => session.connect(),
      attached: (list, line) => this.#extra((extras) => extras.attached(list, line)),
    });
    view.panel.onkeydown = (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      const ongoing = this.#extras?.ongoing;
      if (ongoing?.asking.hidden === false) ongoing.ask(false);
      else this.#toggle();
    };
    return view;
  }

  #toggle() {
    const { launcher } = this.#view;
    this.#isFocusDue = this.toggleAttribute("open");
    if (this.#isFocusDue) this.#show();
    else launcher.focus();
  }

  #open() {
    const isOpen = (this.#session.isWatched = this.hasAttribute("open"));
    this.#recover();
    if (isOpen) {
      this.#session.connect();
      this.#loadSettings();
    } else if (!this.#session.isRunning) this.#session.stop();
    this.#show();
  }

  #recover() {
    if (this.#session.notice === "failed") this.#session.notice = null;
  }

  async #loadSettings() {
    if (this.#isFresh) return;
    this.#isFresh = true;
    const asked = { account: this.getAttribute("account"), language: this.#words.language };
    const url = `${FOLDER}settings.json?${new URLSearchParams(asked)}`;
    try {
      this.#settings = await fetchJson(url, { method: "GET", credentials: "omit" });
      this.#session?.keep({ settings: this.#settings });
    } catch {
      this.#isFresh = false;
      this.#settings ??= {};
    }
    if (this.#session) this.#show();
  }

  #send(text) {
    if (this.#session.isTooLong(text)) {
      this.#session.notice = "tooLong";
      this.#show();
      return false;
    }
    this.#session.send(text, this.#extras?.tray?.take());
    return true;
  }

  #showReady() {
    const { send, field } = this.#view;
    const tray = this.#extras?.tray;
    send.disabled = tray?.isBusy || (!tray?.count && !field.value.trim());
  }

  // Do something with what is loaded when it is wanted only; what fails is told, and asked for
  // again when the panel opens or there is a connection.
  async #extra(act) {
    const { signal } = this.#life;
    const session = this.#session;
    if (session.notice === "failed") return;
    try {
      const { Extras } = await import("./chat-extras.js");
      if (signal.aborted) return;
      const [view, words, onchange] = [this.#view, this.#words, () => this.#show()];
      this.#extras ??= new Extras({ root: ROOT, view, words, session, signal, onchange });
      await act(this.#extras);
    } catch {
      session.notice = "failed";
      if (!signal.aborted) this.#show();
    }
  }

  // --- what is shown -------------------------------------------------------------------

  #show() {
    const session = this.#session;
    const { say } = this.#words;
    this.#words.kind = session.isMessage ? "Message" : "";
    const { transcript, connection, notice } = session;
    const { phase, agent, interaction, isOpen: isChatting } = transcript;
    const isOpen = this.hasAttribute("open");
    if (isOpen) session.markRead();
    if (isOpen && connection === "live") this.#loadSettings();
    const isLost = ["stopped", "offline", "connecting"].includes(connection);
    const state = isLost ? connection : (notice ?? phase);
    const told = this.#extras?.ongoing?.status(state);
    const { form = {}, ...settings } = this.#settings ?? {};
    const text = this.#attribute("greeting") ?? settings.greeting ?? say("greeting");
    const isLoading = !this.#settings && !isChatting;
    const isNew = phase === "new" && !transcript.unconfirmed.size && !session.record.answers;
    const isAsked = isNew && Object.keys(form).length > 0;
    this.#view.show({
      ...{ isOpen, isLoading, isAsked, agent },
      title: this.#attribute("heading") ?? settings.title ?? say("title"),
      name: session.record.name,
      status: told ?? say(state, { name: agent ?? say("agent") }),
      tone: TONES[state] ?? (state === notice ? "bad" : ""),
      unread: transcript.unread,
      isOver: phase === "over",
      isStopped: connection === "stopped",
      lines: isLoading ? [] : [{ from: "agent", version: 0, text }, ...transcript.shown()],
    });
    const now = { ...settings, form, isAsked: isOpen && isAsked };
    if (isOpen || interaction) this.#extra((extras) => extras.show(now));
    this.#showReady();
    // Whoever opens the panel writes at once, also when what they are asked comes later.
    if (this.#isFocusDue && !isLoading) this.#isFocusDue = !this.#view.focus();
  }
}

// The module may be loaded twice, by two addresses.
if (!customElements.get("ccsdk-chat")) customElements.define("ccsdk-chat", CcsdkChat);
