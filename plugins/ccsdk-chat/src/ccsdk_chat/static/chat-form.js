// What the site asks before a chat: name, e-mail, topic. Loaded only where it asks.
//
// Faults are told in the widget's own language, beside the field that they are about; the
// first of these gets the focus (WCAG 2.2, sections 3.3.1 and 3.3.2).

import { button, make, write } from "./chat-dom.js";

const ID = "form-";
const NAME_MAX = 200;
const ADDRESS_MAX = 254;
// One @ between something and something, as the center asks; the rest only its owner knows.
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const WORDS = { name: "formName", email: "formAddress", topic: "formTopic" };

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.intro { padding: 4px 18px 18px; overflow-y: auto; }
.card {
  display: grid; gap: 14px; padding: 18px; border: 1px solid var(--line); border-radius: 18px;
}
.intro h3 { margin: 0; font-size: 15.5px; }
.field { display: grid; gap: 5px; }
.field label { font-weight: 600; font-size: 14px; }
.field label span { font-weight: 400; color: var(--quiet); }
.field input, .field select {
  inline-size: 100%; min-inline-size: 0; min-block-size: 44px; padding: 0 13px; font: inherit;
  font-size: 16px; color: inherit; background: var(--paper); border: 1px solid var(--edge);
  border-radius: 12px;
}
.field [aria-invalid="true"] { border-color: light-dark(#b3261e, #ffb4b4); }
.fault { margin: 0; font-size: 13.5px; color: light-dark(#a3201a, #ffb4b4); }
.fault:empty { display: none; }
`);

/**
 * Show the form; `done(answers)` gets {name?, address?, queue?} once they are right. With
 * `isSame` what stands in the form that it replaces stays, with the focus.
 * @param {HTMLElement} intro
 * @param {any} words
 * @param {{ fields: string[], form: any, topics: Record<string, string>, former?: any,
 *   isSame: boolean }} shown
 * @param {(answers: any) => void} done
 */
export function showForm(intro, words, { fields, form, topics, former = {}, isSame }, done) {
  const { say } = words;
  const root = /** @type {ShadowRoot} */ (intro.getRootNode());
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  const values = { name: former.name, email: former.address, topic: former.queue };
  const focused = isSame && root.activeElement?.id;
  /** @type {any} */
  const shown = isSame ? intro.querySelectorAll("input, select") : [];
  for (const { id, value } of shown) values[id.slice(ID.length)] = value;
  const made = fields.map((name) => {
    const input = name === "topic" ? makeChoice(say, topics) : makeInput(name);
    input.value = values[name] ?? "";
    return makeField(say, name, input, form[name] === "required");
  });
  const submit = button("primary", () => check(made, say, done), say("formStart"));
  const title = make("h3", { id: "form-title" }, say("formTitle"));
  const rows = made.map(({ row }) => row);
  const card = { className: "card", role: "form", "aria-labelledby": "form-title" };
  intro.replaceChildren(make("div", card, title, ...rows, submit));
  if (focused) root.getElementById(focused)?.focus();
  intro.onkeydown = (event) => {
    const isTyped = event.target instanceof HTMLInputElement && !event.isComposing;
    if (event.key === "Enter" && isTyped && event.keyCode !== 229) submit.click();
  };
}

function makeInput(name) {
  const isName = name === "name";
  return make("input", {
    type: isName ? "text" : "email",
    autocomplete: isName ? "name" : "email",
    maxLength: isName ? NAME_MAX : ADDRESS_MAX,
    dir: "auto",
  });
}

function makeChoice(say, topics) {
  const none = make("option", { value: "" }, say("formChoose"));
  const options = Object.entries(topics).map(([value, label]) => make("option", { value }, label));
  return make("select", {}, none, ...options);
}

function makeField(say, name, input, isRequired) {
  const id = ID + name;
  const fault = make("p", { className: "fault", id: `${id}-fault` });
  const label = make("label", { htmlFor: id }, say(WORDS[name]));
  if (!isRequired) label.append(" ", make("span", {}, `(${say("formOptional")})`));
  Object.assign(input, { id, ariaRequired: String(isRequired) });
  input.setAttribute("aria-describedby", fault.id);
  const row = make("div", { className: "field" }, label, input, fault);
  return { name, input, fault, isRequired, row };
}

function check(made, say, done) {
  for (const { name, input, fault, isRequired } of made) {
    const value = input.value.trim();
    const isWrong = name === "email" && value && !ADDRESS.test(value);
    const wrong = isWrong ? "Wrong" : isRequired && !value ? "Missing" : "";
    write(fault, wrong && say(WORDS[name] + wrong));
    input.ariaInvalid = String(wrong !== "");
  }
  const first = made.find(({ fault }) => fault.textContent);
  if (first) return first.input.focus();
  const given = Object.fromEntries(made.map(({ name, input }) => [name, input.value.trim()]));
  const { name, email, topic } = given;
  done({ name: name || undefined, address: email || undefined, queue: topic || undefined });
}
