// What the shop's own books say of the customer of the open Interaction.
//
// A panel like any plugin's: it asks `profile.v1`, which asks all plugins that know profiles, and
// shows what came, as of when, and who gave no answer. Everything is shown as text.

const STYLE = `
  :host { display: block; }
  * { box-sizing: border-box; }
  p { margin: 0; }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
  .name { font-weight: 600; overflow-wrap: anywhere; }
  .vip { padding: 0.125rem 0.5rem; border-radius: 999px; font-size: 0.8125rem;
    font-weight: 600; color: var(--good, #157347); background: var(--good-soft, #e3f4ea); }
  dl { display: grid; gap: 0.375rem; margin: 0.75rem 0 0; }
  dl > div { display: flex; justify-content: space-between; gap: 1rem; }
  dt { color: var(--quiet, #566172); }
  dd { flex: 0 0 auto; max-inline-size: 65%; margin: 0; text-align: end;
    overflow-wrap: anywhere; }
  a { color: var(--accent, #1b5fc1); }
  .quiet { margin-block-start: 0.75rem; font-size: 0.8125rem; color: var(--quiet, #566172); }
  .notice { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem;
    margin-block-start: 0.75rem; padding: 0.5rem 0.75rem; border-radius: 0.625rem;
    color: var(--warn, #8a5200); background: var(--warn-soft, #fff3dc); }
  .quiet:first-child, .notice:first-child { margin-block-start: 0; }
  button { min-block-size: 2rem; padding: 0.25rem 0.75rem; border-radius: 0.625rem;
    border: 1px solid currentColor; font: inherit; color: inherit; background: transparent;
    cursor: pointer; }
  button:disabled { opacity: 0.7; cursor: default; }
  :focus-visible { outline: 2px solid var(--accent, #1b5fc1); outline-offset: 2px; }
`;

class ProfileCard extends HTMLElement {
  #context = null;
  #asked = "";
  #answer = null;
  #isAsking = false;
  #hasFailed = false;
  #words = null;
  #place = this.attachShadow({ mode: "open" });

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#place.adoptedStyleSheets = [sheet];
  }

  set context(context) {
    const former = this.#context;
    this.#context = context;
    if (former?.interaction.id !== context.interaction.id) this.#forget();
    if (former?.locale !== context.locale) this.#read(context.locale);
    this.#show();
    if (askedFor(context) !== this.#asked) this.#ask();
  }

  get context() {
    return this.#context;
  }

  #forget() {
    this.#answer = null;
    this.#hasFailed = false;
  }

  async #read(locale) {
    const words = await this.#context.words(new URL("./i18n/", import.meta.url), locale);
    if (locale !== this.#context.locale) return;
    this.#words = words;
    this.#show();
  }

  async #ask() {
    const asked = (this.#asked = askedFor(this.#context));
    this.#isAsking = true;
    this.#show();
    let answer = null;
    try {
      answer = await this.#context.request("profile.v1");
    } catch {
      // Whoever may not know, or has lost the line, reads that there is no answer.
    }
    if (asked !== this.#asked) return;
    this.#isAsking = false;
    this.#hasFailed = answer === null;
    this.#answer = answer ?? this.#answer;
    this.#show();
  }

  #show() {
    if (!this.#words) return;
    const say = (key, values) => said(this.#words, key, values);
    const had = this.#place.activeElement !== null;
    this.#place.replaceChildren(...this.#nodes(say));
    if (had) this.#place.querySelector("button")?.focus();
  }

  #nodes(say) {
    const answer = this.#answer;
    const { customer, locale } = this.#context;
    if (!answer && !this.#hasFailed) return [element("p", "quiet", say("loading"))];
    const nodes = [];
    if (answer?.sources.length) nodes.push(...known(answer, locale, say));
    else if (answer && !answer.failed.length) nodes.push(nobody(customer, say));
    const isStale = answer?.sources.some((each) => each.is_stale);
    if (this.#hasFailed || isStale || answer?.failed.length) {
      nodes.push(this.#notice(answer, isStale, say));
    }
    return nodes;
  }

  #notice(answer, isStale, say) {
    const place = element("div", "notice");
    place.setAttribute("role", "status");
    const who = answer?.failed.join(", ");
    const key = this.#hasFailed || !who ? (isStale ? "stale" : "failed") : "failed_of";
    const again = element("button", "", say(this.#isAsking ? "asking" : "again"));
    again.type = "button";
    again.disabled = this.#isAsking;
    again.onclick = () => this.#ask();
    place.append(element("span", "", say(key, { who })), again);
    return place;
  }
}

// Who they are may be found out while they are here.
function askedFor({ interaction, customer }) {
  return [interaction.id, customer.id, customer.is_verified].join(" ");
}

function said(words, key, values = {}) {
  return String(words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function nobody(customer, say) {
  return element("p", "quiet", say(customer.is_verified ? "unknown" : "unverified"));
}

function known({ name, is_vip, fields, sources }, locale, say) {
  const nodes = [];
  const head = element("div", "head");
  if (name) head.append(element("p", "name", name));
  if (is_vip) head.append(element("span", "vip", say("vip")));
  if (head.childElementCount) nodes.push(head);
  if (fields.length) nodes.push(list(fields, locale));
  if (!nodes.length) nodes.push(element("p", "quiet", say("nothing")));
  const oldest = Math.min(...sources.map((each) => each.as_of_ms));
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  nodes.push(element("p", "quiet", say("as_of", { when: when.format(oldest) })));
  return nodes;
}

function list(fields, locale) {
  const place = element("dl", "");
  for (const field of fields) {
    const row = element("div", "");
    const value = element("dd", "");
    value.append(shown(field, locale));
    row.append(element("dt", "", field.labels[locale] ?? field.label), value);
    place.append(row);
  }
  return place;
}

function shown(field, locale) {
  const { kind, value } = field;
  try {
    if (kind === "link") return link(field, locale);
    if (kind === "number") return new Intl.NumberFormat(locale).format(value);
    if (kind === "money") {
      const style = /** @type {any} */ ({ style: "currency", currency: field.currency });
      return new Intl.NumberFormat(locale, style).format(value);
    }
    if (kind === "date") return day(value, locale);
  } catch {
    // A browser that cannot write it shows it as it came.
  }
  return String(value);
}

// A day is the same everywhere; an instant is told in the agent's own zone.
function day(value, locale) {
  const isDay = value.length === 10;
  const style = isDay
    ? { dateStyle: "medium", timeZone: "UTC" }
    : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale, /** @type {any} */ (style)).format(new Date(value));
}

function link({ value, text, label, labels }, locale) {
  const url = new URL(value);
  if (url.protocol !== "https:") return String(value);
  const made = document.createElement("a");
  made.href = url.href;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.textContent = text ?? url.hostname;
  made.setAttribute("aria-label", `${labels[locale] ?? label}: ${made.textContent}`);
  return made;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

customElements.define("ccsdk-profile-card", ProfileCard);
