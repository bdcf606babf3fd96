// Articles beside the open Interaction: what may help with what the customer wrote, a search,
// and an article in place. Only what the agent asks for takes the place of what they look at.

import { articleView } from "./knowledge-article.js";
import { element, marked } from "./knowledge-dom.js";
import { sheet } from "./knowledge-style.js";
import { said } from "./knowledge-words.js";

// Who types on is not asked for yet; a customer may send three messages in a row.
const TYPED_AFTER_MS = 250;
const TOLD_AFTER_MS = 400;
const MESSAGES = "interaction.*.MessageReceived";

class Knowledge extends HTMLElement {
  #context = null;
  #words = null;
  #following = null;
  #timer = 0;
  #asked = 0;
  /** What stands in the panel. @type {{articles: any[], error: Error | null} | null} */
  #found = null;
  #article = null;
  #field = element("input", { type: "search", className: "search", autocomplete: "off" });
  #status = element("p", { className: "said", attributes: { role: "status" } });
  #place = element("div", {});

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    this.shadowRoot.append(this.#field, this.#status, this.#place);
    // A word that is still being composed (IME) is no question yet.
    this.#field.oninput = (event) => event.isComposing || this.#wait(TYPED_AFTER_MS);
    this.#field.addEventListener("compositionend", () => this.#wait(TYPED_AFTER_MS));
    this.#field.onkeydown = (event) => this.#keyPressed(event);
    this.#place.onkeydown = (event) => this.#keyPressed(event);
  }

  set context(context) {
    const former = this.#context;
    this.#context = context;
    if (former?.interaction.id !== context.interaction.id) this.#begin();
    if (former?.locale !== context.locale) this.#read(context.locale);
    // Of the rest only this changes what is shown; to show it anew would take the focus away.
    else if (Boolean(former.insert) !== Boolean(context.insert)) this.#show();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#following?.close();
  }

  get context() {
    return this.#context;
  }

  #begin() {
    const { bus, interaction } = this.#context;
    this.#field.value = "";
    this.#article = null;
    this.#found = null;
    this.#following?.close();
    this.#following = bus.subscribe({
      topics: [MESSAGES],
      where: { interaction: [interaction.id] },
      from: "now",
      onEvents: () => this.#customerWrote(),
    });
    this.#ask();
  }

  async #read(locale) {
    const words = await this.#context.words(new URL("i18n/", import.meta.url), locale);
    if (locale !== this.#context.locale) return;
    this.#words = words;
    this.#show();
  }

  #customerWrote() {
    if (!this.#field.value.trim() && !this.#article) this.#wait(TOLD_AFTER_MS);
  }

  #wait(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  /** Ask for what is typed, else for what may help; only the last answer counts. */
  async #ask() {
    clearTimeout(this.#timer);
    const asked = (this.#asked += 1);
    const { request, locale: language } = this.#context;
    const text = this.#field.value.trim();
    let found;
    try {
      const answer = await (text
        ? request("find_knowledge.v1", { text, language })
        : request("suggest_knowledge.v1", { language, limit: 3 }));
      found = { articles: answer.articles ?? [], error: null };
    } catch (error) {
      found = { articles: [], error };
    }
    if (asked !== this.#asked) return;
    this.#found = found;
    this.#article = null;
    this.#show();
    if (text) this.#status.textContent = this.#summary();
  }

  async #open(id) {
    const asked = (this.#asked += 1);
    try {
      const article = await this.#context.request("open_knowledge.v1", { article: id });
      if (asked !== this.#asked) return;
      this.#article = article;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#found = { articles: [], error };
    }
    this.#show();
    this.shadowRoot.querySelector("h4")?.focus();
  }

  async #rate(is_useful) {
    const article = this.#article;
    const asked = { article: article.id, is_useful };
    try {
      const rated = await this.#context.request("rate_knowledge.v1", asked);
      if (this.#article !== article) return;
      this.#article = { ...article, ...rated };
      this.#status.textContent = this.#say("thanks");
    } catch {
      if (this.#article !== article) return;
      this.#status.textContent = this.#say("failed");
    }
    const vote = this.shadowRoot.activeElement?.getAttribute("data-vote");
    this.#show();
    this.#focus(`[data-vote="${vote}"]`);
  }

  #back() {
    const { id } = this.#article;
    this.#article = null;
    this.#show();
    // Back where they came from; what is suggested may have changed meanwhile.
    this.#focus(`[data-article="${CSS.escape(id)}"]`);
    if (!this.#field.value.trim()) this.#wait(TOLD_AFTER_MS);
  }

  #focus(selector) {
    const found = this.shadowRoot.querySelector(selector);
    if (found instanceof HTMLElement) found.focus();
  }

  #keyPressed({ key, isComposing }) {
    if (isComposing) return;
    if (key === "Escape" && this.#article) this.#back();
    else if (key === "Escape" && this.#field.value) {
      this.#field.value = "";
      this.#ask();
    } else if (key === "Enter" && this.shadowRoot.activeElement === this.#field) this.#ask();
  }

  #say(key, values) {
    return said(this.#words ?? {}, this.#context.locale, key, values);
  }

  #summary() {
    if (this.#found.error) return this.#say("failed");
    const count = this.#found.articles.length;
    return count ? this.#say("found", { count }) : this.#say("nothing");
  }

  #show() {
    if (!this.#words) return;
    this.#field.placeholder = this.#say("search");
    this.#field.setAttribute("aria-label", this.#say("search"));
    const isTyped = Boolean(this.#field.value.trim());
    if (this.#article) this.#place.replaceChildren(this.#opened());
    else if (!this.#found) this.#place.replaceChildren(this.#quiet("loading"));
    else if (this.#found.error) this.#place.replaceChildren(...this.#failed());
    else if (this.#found.articles.length) this.#place.replaceChildren(...this.#listed(isTyped));
    else this.#place.replaceChildren(this.#quiet(isTyped ? "nothing" : "no_suggestion"));
  }

  #opened() {
    return articleView(this.#article, {
      say: (key, values) => this.#say(key, values),
      onBack: () => this.#back(),
      onRate: (isUseful) => this.#rate(isUseful),
      insert: this.#context.insert,
    });
  }

  #listed(isTyped) {
    const items = this.#found.articles.map((each) => this.#item(each));
    const title = element("h4", {}, this.#say(isTyped ? "results" : "suggested"));
    return [title, element("ul", { className: "list" }, ...items)];
  }

  #item({ plugin, id, title, snippet, marks, url, language, counts }) {
    const isOwn = plugin === "knowledge";
    const name = { className: "title", dir: "auto", lang: language ?? "" };
    const open = () => (isOwn ? this.#open(id) : window.open(url, "_blank", "noopener"));
    const data = { "data-article": id };
    const head = element("button", { ...name, type: "button", onclick: open, attributes: data });
    head.append(title);
    head.disabled = !isOwn && !url;
    const item = element("li", { lang: language ?? "" }, head, marked(snippet, marks));
    const all = counts ? (counts.useful ?? 0) + (counts.useless ?? 0) : 0;
    if (all) {
      const words = this.#say("counts", { count: all, useful: counts.useful ?? 0 });
      item.append(element("p", { className: "quiet" }, words));
    }
    return item;
  }

  #failed() {
    const onclick = () => this.#ask();
    const again = { type: "button", className: "button", onclick };
    const row = element("div", { className: "row" });
    row.append(element("button", again, this.#say("again")));
    return [this.#quiet("failed"), row];
  }

  #quiet(key) {
    return element("p", { className: "quiet bar" }, this.#say(key));
  }
}

customElements.define("ccsdk-knowledge", Knowledge);
