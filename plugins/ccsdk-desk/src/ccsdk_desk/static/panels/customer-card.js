// The customer of the open Interaction: who they are, and what they came with before.
//
// A panel like any plugin's: it knows nothing of the desk but what `.context` gives it. Its
// words stand in the desk's files, which it reads by itself.

const EARLIER_MAX = 8;

class CustomerCard extends HTMLElement {
  #context = null;
  #asked = null;
  #answer = null;
  #error = null;
  #words = null;

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
    this.#error = null;
  }

  async #read(locale) {
    const words = await this.#context.words(new URL("../i18n/", import.meta.url), locale);
    if (locale !== this.#context.locale) return;
    this.#words = words;
    this.#show();
  }

  async #ask() {
    const asked = (this.#asked = askedFor(this.#context));
    try {
      const { request } = this.#context;
      // The first event of an Interaction says in which language its customer reads.
      const first = request("history.v1", { before: 2, limit: 1 });
      const [answer, { items }] = await Promise.all([request("customer.v1"), first]);
      if (asked !== this.#asked) return;
      this.#answer = { ...answer, language: items[0]?.data.language };
      this.#error = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#error = error;
    }
    this.#show();
  }

  #show() {
    if (!this.#words) return;
    const say = (key, values) => said(this.#words, key, values);
    if (this.#error) this.replaceChildren(this.#problem(say));
    else if (!this.#answer) this.replaceChildren(element("p", "quiet", say("card.loading")));
    else this.replaceChildren(...facts(this.#answer, this.#context, say));
  }

  #problem(say) {
    const words = element("p", "quiet", say("card.failed"));
    const again = element("button", "secondary", say("again"));
    again.type = "button";
    again.onclick = () => this.#ask();
    const place = element("div", "card-problem");
    place.append(words, again);
    return place;
  }
}

// Who they are may be found out while they are here; so may how the last Interaction ended.
function askedFor({ interaction, customer }) {
  return [interaction.id, interaction.state, customer.id, customer.is_verified].join(" ");
}

function said(words, key, values = {}) {
  return String(words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function facts({ customer, items, more, language }, context, say) {
  const { is_verified, personal = {} } = customer;
  const nodes = [identity(personal.name ?? context.customer.name, is_verified, say)];
  const known = [
    ["card.address", personal.address],
    ["card.language", languageName(language, context.locale)],
  ].filter(([, value]) => value);
  if (known.length) nodes.push(list(known, say));
  nodes.push(element("h4", "", say("card.earlier")));
  nodes.push(earlier({ items, more, is_verified }, context, say));
  return nodes;
}

function identity(name, isVerified, say) {
  const place = element("div", "card-identity");
  const key = isVerified ? "customer.verified" : "customer.unverified";
  const mark = element("span", `card-mark ${isVerified ? "is-verified" : ""}`, say(key));
  place.append(element("p", "card-name", name ?? say("card.unnamed")), mark);
  return place;
}

function list(known, say) {
  const place = element("dl", "card-facts");
  for (const [key, value] of known) {
    const row = element("div", "");
    row.append(element("dt", "", say(key)), element("dd", "", value));
    place.append(row);
  }
  return place;
}

// Somebody whom nobody signed for may be anybody: what an earlier one wrote is not shown.
function earlier({ items, more, is_verified }, { locale, names }, say) {
  if (!is_verified) return element("p", "quiet", say("card.unverified_means"));
  if (!items.length) return element("p", "quiet", say("card.first_time"));
  const place = element("ol", "card-earlier");
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  for (const item of items.slice(0, EARLIER_MAX)) place.append(visit(item, { when, names, say }));
  if (more || items.length > EARLIER_MAX) place.append(element("li", "quiet", say("card.more")));
  return place;
}

function visit({ received_at_ms, queue, outcome, disposition }, { when, names, say }) {
  const place = element("li", "");
  const head = element("p", "card-when", when.format(received_at_ms));
  const how = names.dispositions[disposition] ?? say(`card.outcome.${outcome ?? "open"}`);
  const parts = [how, names.queues[queue] ?? queue].filter(Boolean);
  place.append(head, element("p", "quiet", parts.join(" · ")));
  return place;
}

function languageName(code, locale) {
  if (!code) return undefined;
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(code);
  } catch {
    return code;
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

customElements.define("ccsdk-customer-card", CustomerCard);
