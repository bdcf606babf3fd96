// A review that is written with the linter beside it: findings under the very words, a list of
// them below, one key that accepts a suggestion. Findings never keep a review from being saved.

import { Checking } from "./coaching-checking.js";
import { Drafts } from "./coaching-drafts.js";
import { Form } from "./coaching-form.js";
import { List, shortened } from "./coaching-list.js";
import { draw } from "./coaching-mirror.js";
import { findingFrom, lengthOf } from "./coaching-places.js";
import { Saving } from "./coaching-saving.js";
import { sheet } from "./coaching-style.js";
import { said } from "./coaching-words.js";

// What a review may have, and from where on it is counted before the writer's eyes.
const REVIEW_MAX = 16_000;
const COUNTED_FROM = 14_000;
const NAMES_MAX = 20;
const NAME_LENGTH_MAX = 200;
// Of refusals, what says that it is too late for a review.
const GONE = ["not_found", "forbidden", "conflict"];

class Coaching extends HTMLElement {
  #context = null;
  #words = null;
  #form = new Form();
  #list = new List({
    say: (key, values) => this.#say(key, values),
    onGo: (finding) => this.#go(finding),
    onAccept: (finding, suggestion) => this.#accept(finding, suggestion),
  });
  #checking = new Checking({
    ask: (question) => this.#ask(question),
    onChange: () => this.#show(),
    caret: () => (this.#isWriting ? this.#form.field.selectionStart : -1),
  });
  #drafts = null;
  #saving = null;
  #isComposing = false;
  /** The finding at the caret. */
  #here = null;
  #onSelection = () => this.#caretMoved();

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shadowRoot.append(this.#form.form, this.#list.place);
    this.#listen();
  }

  connectedCallback() {
    document.addEventListener("selectionchange", this.#onSelection);
  }

  disconnectedCallback() {
    document.removeEventListener("selectionchange", this.#onSelection);
    this.#checking.stop();
  }

  set context(context) {
    const former = this.#context;
    this.#context = context;
    if (former?.agent.id !== context.agent.id) this.#belongTo(context.agent.id);
    if (former?.interaction.id !== context.interaction.id) this.#begin();
    else if (namesOf(former).join() !== namesOf(context).join()) this.#offer();
    if (former?.locale !== context.locale) this.#read(context.locale);
  }

  get context() {
    return this.#context;
  }

  get #isWriting() {
    return this.shadowRoot.activeElement === this.#form.field;
  }

  #listen() {
    const { field, form, whose } = this.#form;
    field.oninput = () => this.#typed();
    field.onkeydown = (event) => this.#keyPressed(event);
    field.addEventListener("compositionstart", () => {
      this.#isComposing = true;
    });
    field.addEventListener("compositionend", () => {
      this.#isComposing = false;
      this.#typed();
    });
    whose.onchange = () => this.#keep();
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#save();
    };
  }

  #belongTo(owner) {
    this.#drafts = new Drafts(owner);
    this.#saving = new Saving(this.#drafts, (...step) => this.#stepped(...step));
  }

  #begin() {
    const { interaction, bus } = this.#context;
    const { text, about } = this.#drafts.get(interaction.id);
    this.#form.field.value = text;
    this.#form.tell("");
    this.#here = null;
    this.#offer(about);
    this.#checking.begin(text);
    this.#show();
    this.#saving.resume(interaction.id, bus);
  }

  #offer(chosen = this.#form.whose.value) {
    const agents = this.#context.agents ?? [];
    this.#form.offer(agents, chosen, (key) => this.#say(key));
    this.#showSave();
  }

  async #read(locale) {
    const words = await this.#context.words(new URL("i18n/", import.meta.url), locale);
    if (locale !== this.#context.locale) return;
    const isAnew = this.#words !== null;
    this.#words = words;
    this.#form.speak((key) => this.#say(key));
    this.#offer();
    this.#show();
    if (isAnew) this.#checking.checkAgain();
  }

  #ask(question) {
    const { request, locale } = this.#context;
    return request("lint_note.v1", { ...question, locale, names: namesOf(this.#context) });
  }

  // --- writing ----------------------------------------------------------------------------

  // While a word is composed (IME) its lines keep their places, and all else waits.
  #typed() {
    const { field, mirror } = this.#form;
    this.#checking.follow(field.value);
    const { text, findings } = this.#checking;
    if (this.#isComposing) return draw(mirror, text, findings, null);
    this.#keep();
    this.#form.tell("");
    this.#checking.checkSoon();
    this.#show();
  }

  #keep() {
    const { interaction } = this.#context;
    const { field, whose } = this.#form;
    const { sent } = this.#drafts.get(interaction.id);
    const draft = { text: field.value, about: whose.value };
    this.#drafts.put(interaction.id, sent ? { ...draft, sent } : draft);
    this.#showSave();
  }

  #keyPressed(event) {
    const { key, altKey, ctrlKey, metaKey, shiftKey, isComposing, keyCode } = event;
    // Of a key that goes to an input method some browsers tell only this number.
    if (isComposing || keyCode === 229 || !altKey || ctrlKey || metaKey || shiftKey) return;
    if (key === "Enter") this.#acceptHere();
    else if (key === "ArrowDown") this.#walk(1);
    else if (key === "ArrowUp") this.#walk(-1);
    else return;
    event.preventDefault();
  }

  #acceptHere() {
    const at = this.#form.field.selectionStart;
    const finding = findingFrom(this.#checking.findings.filter(isOnWords), at);
    if (finding?.suggestions.length) this.#accept(finding, finding.suggestions[0]);
    else this.#tellAside("no_suggestion");
  }

  #accept(finding, { start, end, text }) {
    const { field } = this.#form;
    field.focus();
    field.setSelectionRange(start, end);
    // An edit as if typed is one that the browser can undo.
    const isDone = document.execCommand(text ? "insertText" : "delete", false, text);
    if (!isDone) {
      field.setRangeText(text, start, end, "end");
      this.#typed();
    }
    this.#tellAside("accepted");
  }

  #walk(step) {
    const all = this.#checking.findings.filter(isOnWords);
    if (!all.length) return this.#tellAside("nothing");
    const { selectionStart: from, selectionEnd: to } = this.#form.field;
    const at = all.findIndex(({ start, end }) => start === from && end === to);
    const next = all.findIndex(({ start }) => start > from);
    const behind = next < 0 ? all.length : next;
    // From no finding the next one is that behind the caret, and the former that before it.
    const target = at >= 0 ? at + step : step > 0 ? behind : behind - 1;
    this.#go(all.at(target % all.length));
  }

  #go(finding) {
    const { field, said: place } = this.#form;
    field.focus();
    field.setSelectionRange(finding.start, finding.end);
    this.#caretMoved();
    this.#form.mirror.querySelector("mark.is-here")?.scrollIntoView({ block: "nearest" });
    place.textContent = this.#told(finding);
  }

  #told({ start, end, message, suggestions }) {
    const words = shortened(this.#checking.text.slice(start, end));
    const [first] = suggestions;
    const better = first ? ` ${this.#say("accept")} ${first.text}` : "";
    return `${words}: ${message}${better && `.${better}`}`;
  }

  #tellAside(key) {
    this.#form.said.textContent = this.#say(key);
  }

  #caretMoved() {
    if (!this.#isWriting || this.#isComposing) return;
    this.#checking.caretMoved();
    if (this.#atCaret() !== this.#here) this.#show();
  }

  #atCaret() {
    const { selectionStart: at } = this.#form.field;
    const found = findingFrom(this.#checking.findings.filter(isOnWords), at);
    return found && found.start <= at ? found : null;
  }

  // --- saving -----------------------------------------------------------------------------

  #save() {
    this.#keep();
    const { interaction, bus } = this.#context;
    if (this.#canSave) this.#saving.save(interaction.id, bus);
  }

  get #canSave() {
    const { field, whose } = this.#form;
    const { sent } = this.#drafts.get(this.#context.interaction.id);
    const isRight = field.value.trim() !== "" && lengthOf(field.value) <= REVIEW_MAX;
    return !sent && isRight && whose.value !== "";
  }

  #stepped(interaction, step, error) {
    if (interaction !== this.#context.interaction.id) return;
    if (step === "saved") {
      this.#form.field.value = "";
      this.#checking.begin("");
    }
    this.#show();
    if (step === "saving") return this.#form.tell("");
    const reason = this.#say(GONE.includes(error?.code) ? "reason_gone" : "reason_other");
    this.#form.tell(this.#say(step, { reason }), step === "not_saved");
  }

  #showSave() {
    if (!this.#words) return;
    const { field, save, length } = this.#form;
    const { sent } = this.#drafts.get(this.#context.interaction.id);
    save.textContent = this.#say(sent ? "saving" : "save");
    save.disabled = !this.#canSave;
    const count = lengthOf(field.value);
    length.hidden = count < COUNTED_FROM;
    length.classList.toggle("is-over", count > REVIEW_MAX);
    field.setAttribute("aria-invalid", String(count > REVIEW_MAX));
    length.textContent = this.#say("characters", { count, most: REVIEW_MAX });
  }

  // --- showing ----------------------------------------------------------------------------

  #say(key, values) {
    return said(this.#words ?? {}, this.#context.locale, key, values);
  }

  #show() {
    if (!this.#words) return;
    const { text, findings, count, rules } = this.#checking;
    this.#here = this.#isWriting ? this.#atCaret() : null;
    draw(this.#form.mirror, text, findings, this.#here);
    this.#list.show({ text, findings, count, rules, here: this.#here });
    this.#form.here.textContent = this.#here ? this.#told(this.#here) : "";
    this.#showStatus();
    this.#showSave();
  }

  // Said when the number changes, not at every key.
  #showStatus() {
    const { state, findings, text } = this.#checking;
    const isNobody = !(this.#context.agents ?? []).length;
    const found = findings.length ? this.#say("found", { count: findings.length }) : null;
    const known = text && state === "checked" ? (found ?? this.#say("nothing")) : (found ?? "");
    const words = ["away", "too_long", "refused"].includes(state) ? this.#say(state) : known;
    const said = isNobody ? this.#say("nobody") : words;
    if (said !== this.#form.status.textContent) this.#form.status.textContent = said;
  }
}

function isOnWords({ is_about_note = false }) {
  return !is_about_note;
}

/** Names of those who talked, as the linter takes them. */
function namesOf({ agents = [] }) {
  const names = agents.map(({ name, id }) => (name ?? id).slice(0, NAME_LENGTH_MAX));
  return names.filter(Boolean).slice(0, NAMES_MAX);
}

customElements.define("ccsdk-coaching", Coaching);
