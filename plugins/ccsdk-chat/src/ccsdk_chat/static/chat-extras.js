// What a panel can be opened and written in without: the form, files, a chat that is under way.
// Each part is loaded when it is wanted, and gets what has state handed in.

import { button, icon, make } from "./chat-dom.js";
import { fitToKeyboard } from "./chat-phone.js";

// Lucide (ISC): paperclip.
const CLIP =
  "m21.4 11-9.2 9.2a6 6 0 0 1-8.5-8.4l8.6-8.6A4 4 0 1 1 18 8.8l-8.6 8.6a2 2 0 0 1-2.8-2.8l8.5-8.5";
const NEAR_END_PX = 60;
const FIELDS = ["name", "email", "topic"];

// What a panel does without at the moment it opens: lines of a talk, and a plane's direction.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.send:dir(rtl) svg { scale: -1 1; }
.line.customer { align-self: end; align-items: end; }
.customer .who { position: absolute; clip-path: inset(50%); inline-size: 1px; overflow: hidden; }
.meta, .note { font-size: 12.5px; color: var(--quiet); }
.meta { margin: 2px 14px 6px; }
.note { align-self: center; margin: 12px; text-align: center; overflow-wrap: anywhere; }
.same .who { display: none; }
.customer .text {
  color: var(--on-accent); background: var(--accent); border-radius: 18px;
  border-end-end-radius: 6px; box-shadow: inset 0 0 0 1px #8883;
}
`);

export class Extras {
  /** @type {any} */
  tray;
  /** @type {any} */
  ongoing;
  #asked = "";
  /** Whom the form was shown to. */
  #visitor;
  #lines = new WeakMap();

  /**
   * @param {{
   *   root: string, view: any, words: any, session: any, signal: AbortSignal,
   *   onchange: () => void,
   * }} parts
   */
  constructor(parts) {
    const { view, words, signal } = parts;
    this.parts = parts;
    view.panel.getRootNode().adoptedStyleSheets.push(sheet);
    fitToKeyboard(view.dock, signal);
    this.#keepEnd(view, signal);
    this.place = make("div", { className: "tray", hidden: true });
    view.form.before(this.place);
    this.attach = button("attach", () => this.files((tray) => tray.choose()), icon(CLIP));
    this.attach.ariaLabel = words.say("attach");
    view.form.prepend(this.attach);
    view.field.onpaste = (event) => this.#drop(event, event.clipboardData);
    view.panel.ondragover = view.panel.ondrop = (event) => this.#drop(event, event.dataTransfer);
  }

  // What opens below the messages takes their room, and the newest stays in sight.
  #keepEnd({ log }, signal) {
    let isAtEnd = true;
    const look = () => {
      isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    };
    const observer = new ResizeObserver(() => isAtEnd && (log.scrollTop = log.scrollHeight));
    log.addEventListener("scroll", look, { signal });
    observer.observe(log);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  /** Bring everything up to date with the center's settings and the transcript. */
  async show({ form, topics, files, isAsked, help_url: help }) {
    const { view, session } = this.parts;
    // What is left as a message is words.
    this.attach.hidden = files === false || this.ongoing?.isLeaving;
    this.place.hidden = view.form.hidden || !this.place.hasChildNodes();
    if (isAsked) await this.#ask(form, topics);
    if (session.transcript.interaction && !this.ongoing) await this.#goOn();
    await this.ongoing?.show(help);
  }

  async #goOn() {
    const { Ongoing } = await import("./chat-ongoing.js");
    const { view, session, words, signal, onchange } = this.parts;
    if (this.ongoing || signal.aborted) return;
    this.ongoing = new Ongoing(view, session, words, signal);
    onchange();
  }

  // --- files ---------------------------------------------------------------------------

  /** Do something with the files that are to be sent: `act(tray)`. */
  async files(act) {
    // One promise for all who wait, so that they go on in the order in which they came.
    this.loading ??= import("./chat-upload.js").finally(() => (this.loading = null));
    const { Tray } = await this.loading;
    const { root, words, session, onchange } = this.parts;
    this.tray ??= new Tray(this.place, words, {
      ...{ url: `${root}files`, onchange },
      token: () => session.token(),
    });
    act(this.tray);
  }

  #drop(event, { types, files }) {
    if (!types.includes("Files") || this.parts.view.form.hidden || this.attach.hidden) return;
    event.preventDefault();
    if (event.type !== "dragover" && files.length) this.files((tray) => tray.add([...files]));
  }

  /** Show the files of a message. */
  async attached(list, line) {
    // While the module loads, a message may be confirmed: what it is by then is shown.
    this.#lines.set(list, line);
    const { showAttachments } = await import("./chat-attachments.js");
    const { root, words, session } = this.parts;
    const folder = `${root}files/${session.transcript.interaction}/`;
    showAttachments(list, this.#lines.get(list), words, { folder, token: () => session.token() });
  }

  // --- the form ------------------------------------------------------------------------

  // What the page or its statement says of the customer is known.
  async #ask(form, topics) {
    const { view, words, session, onchange } = this.parts;
    const { queue, name } = session.options;
    const { record } = session;
    const hasTopics = Object.keys(topics ?? {}).length > 0;
    const known = { name: record.name ?? name, topic: hasTopics ? queue : "none" };
    const fields = FIELDS.filter((field) => form[field] && !known[field]);
    const done = (answers) => {
      this.#asked = "";
      session.keep({ answers });
      onchange();
      view.focus();
    };
    const asked = JSON.stringify([fields, topics, record.former]);
    if (!fields.length) return session.keep({ answers: {} }), onchange();
    if (this.#asked === asked) return;
    this.#asked = asked;
    try {
      const { showForm } = await import("./chat-form.js");
      const { former, visitor } = record;
      // Nobody finds what somebody else began; who had no token yet is the same.
      const isSame = !this.#visitor || this.#visitor === visitor;
      this.#visitor = visitor;
      showForm(view.intro, words, { fields, form, topics, former, isSame }, done);
      onchange();
    } catch (error) {
      this.#asked = "";
      throw error;
    }
  }
}
