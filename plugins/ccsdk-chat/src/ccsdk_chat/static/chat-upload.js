// Files on their way to the center: each with its progress, until the message that names them.
//
// XMLHttpRequest, since fetch does not tell how much of a body is gone.

import { button, icon, make, write } from "./chat-dom.js";

const FILES_MAX = 10;
const AT_ONCE = 2;
const CREATED = 201;
const ICONS = {
  file: "M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8l-6-6v6h6",
  close: "M18 6 6 18M6 6l12 12",
  again: "M3 12a9 9 0 1 0 3-6.7L3 8M3 3v5h5",
};
const REFUSALS = {
  too_large: "fileTooLarge",
  file_type: "fileType",
  file_name: "fileName",
  file_empty: "fileEmpty",
  rate_limited: "fileBusy",
  overloaded: "fileBusy",
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.tray {
  max-block-size: 40%; padding: 12px 14px 0; overflow-y: auto;
  border-block-start: 1px solid var(--line);
}
.uploads { display: grid; gap: 6px; }
.tray > p { margin: 8px 4px 0; font-size: 13px; }
.tray > .spoken { position: absolute; clip-path: inset(50%); inline-size: 1px; overflow: hidden; }
.tray:not([hidden]) ~ form { border-block-start: 0; }
.upload {
  display: grid; grid-template-columns: 24px 1fr auto auto; align-items: center;
  gap: 2px 10px; padding: 4px 6px 4px 12px; background: var(--soft); border-radius: 14px;
}
.upload svg { inline-size: 20px; }
.upload b { overflow: hidden; font-size: 14px; text-overflow: ellipsis; white-space: nowrap; }
.upload button { min-block-size: 36px; padding: 0 8px; border-radius: 50%; }
.upload button:hover { background: var(--line); }
.upload p { grid-column: 2 / -1; margin: 0 0 6px; font-size: 13px; color: var(--quiet); }
.upload p:empty { display: none; }
.upload.bad p { color: light-dark(#a3201a, #ffb4b4); }
progress {
  grid-column: 2 / -1; inline-size: 100%; block-size: 4px; margin-block-end: 6px; border: 0;
  appearance: none; background: var(--line); border-radius: 2px; overflow: hidden;
}
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--ink); }
progress::-moz-progress-bar { background: var(--ink); }
`);

export class Tray {
  /** @type {Set<any>} */
  #uploads = new Set();
  /** @type {any} */
  options;
  /** @type {any} */
  say;
  /** @type {HTMLElement} */
  place;

  /**
   * @param {HTMLElement} place
   * @param {any} words
   * @param {{ url: string, token: () => Promise<string>, onchange: () => void }} options
   */
  constructor(place, { say }, options) {
    const root = /** @type {ShadowRoot} */ (place.getRootNode());
    root.adoptedStyleSheets.push(sheet);
    Object.assign(this, { place, say, options });
    this.list = make("div", { role: "list", className: "uploads", ariaLabel: say("files") });
    // Spoken when a file is done or refused; its progress is not.
    this.spoken = make("p", { "aria-live": "polite" });
  }

  /** How many files are here. */
  get count() {
    return this.#uploads.size;
  }

  /** Whether one is under way or refused, so that a message would miss it. */
  get isBusy() {
    return [...this.#uploads].some(({ file }) => !file);
  }

  /** Let the customer choose files. */
  choose() {
    const picker = make("input", { type: "file", multiple: true });
    picker.onchange = () => this.add([...picker.files]);
    picker.click();
  }

  /** Begin to upload; more than a message can have are left out. @param {File[]} list */
  add(list) {
    const room = FILES_MAX - this.count;
    for (const source of list.slice(0, room)) this.#enter({ source, name: source.name });
    if (list.length > room) this.#tell(this.say("fileMany", { count: FILES_MAX }), false);
    this.#next();
    this.#changed();
  }

  /** Take back what a message could not be sent with. @param {any[]} files */
  put(files) {
    for (const file of files) this.#enter({ file, name: file.name ?? this.say("file") });
    this.#changed();
  }

  /** Hand out all files, for a message. */
  take() {
    const files = [...this.#uploads].map(({ file, name }) => ({ ...file, name }));
    this.#uploads.clear();
    this.list.replaceChildren();
    this.#tell("");
    this.#changed();
    return files;
  }

  #enter(upload) {
    const { say } = this;
    const { name } = upload;
    const remove = button("", () => this.#remove(upload), icon(ICONS.close));
    const again = button("", () => this.#again(upload), icon(ICONS.again));
    again.ariaLabel = say("anotherTry", { name });
    const note = make("p");
    const progress = make("progress", { max: 1, value: 0, ariaLabel: name });
    const title = make("b", { dir: "auto", title: name }, name);
    const parts = [icon(ICONS.file), title, again, remove, note, progress];
    const row = make("div", { className: "upload", role: "listitem" }, ...parts);
    Object.assign(upload, { row, remove, again, note, progress });
    this.#uploads.add(upload);
    this.list.append(row);
    this.#show(upload);
  }

  #show({ row, name, file, fault, note, progress, remove, again }) {
    const { say } = this;
    row.classList.toggle("bad", Boolean(fault));
    progress.hidden = Boolean(file || fault);
    again.hidden = fault !== "fileFailed" && fault !== "fileBusy";
    remove.ariaLabel = say(file || fault ? "remove" : "cancel", { name });
    write(note, fault ? say(fault, { name }) : "");
  }

  #remove(upload) {
    upload.request?.abort();
    this.#uploads.delete(upload);
    const next = upload.row.nextElementSibling ?? upload.row.previousElementSibling;
    upload.row.remove();
    this.#tell("");
    this.#next();
    this.#changed();
    next?.querySelector("button:last-of-type").focus();
  }

  #again(upload) {
    Object.assign(upload, { fault: undefined, request: undefined });
    upload.progress.value = 0;
    this.#show(upload);
    upload.remove.focus();
    this.#next();
    this.#changed();
  }

  #next() {
    const open = [...this.#uploads].filter(({ file, fault }) => !file && !fault);
    const running = open.filter(({ request }) => request).length;
    const waiting = open.filter(({ request }) => !request);
    for (const upload of waiting.slice(0, AT_ONCE - running)) this.#send(upload);
  }

  async #send(upload) {
    const request = (upload.request = new XMLHttpRequest());
    request.upload.onprogress = ({ loaded, total }) => (upload.progress.value = loaded / total);
    request.onload = () => this.#answered(upload);
    request.onerror = () => this.#settle(upload, { fault: "fileFailed" });
    let token;
    try {
      token = await this.options.token();
    } catch {
      return this.#settle(upload, { fault: "fileFailed" });
    }
    if (upload.request !== request || !this.#uploads.has(upload)) return;
    request.open("POST", this.options.url);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("x-file-name", encodeURIComponent(upload.name.toWellFormed()));
    request.send(upload.source);
  }

  #answered(upload) {
    const { status, responseText } = upload.request;
    let answer = {};
    try {
      answer = JSON.parse(responseText);
    } catch {
      // A proxy's page, for instance.
    }
    const { code, reason, name } = /** @type {any} */ (answer);
    const fault = REFUSALS[reason] ?? REFUSALS[code] ?? "fileFailed";
    if (status === CREATED) this.#settle(upload, { file: answer, name: name ?? upload.name });
    else this.#settle(upload, { fault: status === 413 ? "fileTooLarge" : fault });
  }

  #settle(upload, outcome) {
    if (!this.#uploads.has(upload)) return;
    Object.assign(upload, outcome, { request: undefined });
    this.#show(upload);
    const { name, fault } = upload;
    this.#tell(this.say(fault ?? "uploaded", { name }));
    this.#next();
    this.#changed();
  }

  // What stands beside its file already is told to those only who do not see it.
  #tell(words, isShown = true) {
    write(this.spoken, words);
    this.spoken.className = isShown ? "spoken" : "";
  }

  #changed() {
    if (!this.count && !this.spoken.textContent) this.place.replaceChildren();
    else if (!this.list.isConnected) this.place.append(this.list, this.spoken);
    this.options.onchange();
  }
}
