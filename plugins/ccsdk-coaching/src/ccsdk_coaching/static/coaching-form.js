// What the panel is made of: whose work, the text field under its layer of lines, and what is
// said around it.

import { element } from "./coaching-dom.js";

/** @type {[string, string[]][]} */
const KEYS = [
  ["key_accept", ["Alt+Enter"]],
  ["key_walk", ["Alt+↓", "Alt+↑"]],
  ["key_undo", ["Ctrl+Z"]],
];

/** The panel's elements by name, and all of them in `form`. */
export class Form {
  whose = element("select", { id: "whose", required: true });
  field = element("textarea", { id: "review", dir: "auto", required: true });
  mirror = element("div", { className: "mirror", dir: "auto" });
  status = element("p", { className: "status quiet" });
  said = element("p", { className: "said" });
  here = element("p", { className: "said", id: "here" });
  keys = element("p", { className: "keys quiet", id: "keys" });
  length = element("p", { className: "quiet", id: "length" });
  save = element("button", { className: "save" });
  notice = element("p", { className: "notice", hidden: true });
  #whoseLabel = element("label", { htmlFor: "whose" });
  #reviewLabel = element("label", { htmlFor: "review" });

  constructor() {
    for (const each of [this.status, this.said, this.notice]) each.setAttribute("role", "status");
    this.mirror.setAttribute("aria-hidden", "true");
    this.field.setAttribute("aria-describedby", "here keys length");
    const sheet = element("div", { className: "sheet" }, this.field, this.mirror);
    this.paper = element("div", { className: "paper" }, sheet);
    this.form = element(
      "form",
      { noValidate: true },
      ...[this.#whoseLabel, this.whose, this.#reviewLabel, this.paper, this.here, this.said],
      ...[this.length, this.keys],
      element("div", { className: "row foot" }, this.status, this.save),
      this.notice,
    );
  }

  /** Write all that does not change with the text. */
  speak(say) {
    this.#whoseLabel.textContent = say("whose");
    this.#reviewLabel.textContent = say("review");
    const keys = KEYS.map(([key, names]) => {
      const shown = names.flatMap((name) => [element("kbd", {}, name), " "]);
      return element("span", {}, ...shown, say(key));
    });
    this.keys.replaceChildren(...keys);
  }

  /** Offer whose work it may be about, and choose. */
  offer(agents, chosen, say) {
    const options = agents.map(({ id, name }) => element("option", { value: id }, name ?? id));
    if (agents.length !== 1) options.unshift(element("option", { value: "" }, say("choose")));
    this.whose.replaceChildren(...options);
    const isThere = agents.some(({ id }) => id === chosen);
    this.whose.value = isThere ? chosen : agents.length === 1 ? agents[0].id : "";
  }

  /** Tell what became of saving; nothing takes the notice away. */
  tell(text, isBad = false) {
    this.notice.textContent = text;
    this.notice.hidden = !text;
    this.notice.classList.toggle("is-bad", isBad);
  }
}

