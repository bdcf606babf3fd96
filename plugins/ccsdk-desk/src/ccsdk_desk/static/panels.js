// Panels of plugins: modules that load on first use, elements, and the bus they may use.
//
// What a panel does wrong stays in its frame: it fails, is taken out, and the desk goes on. One
// that is late counts as failed until it is there: a busy machine is no fault of a panel.

import { BusError } from "./ccsdk.js";
import { lineIsBack, wordsIn } from "./panel-words.js";
import { bus } from "./session.js";

const LATE_AFTER_MS = 3_000;
// What every panel may ask of the Interaction it is shown with.
const METHODS = ["history.v1", "customer.v1"];

/**
 * @typedef {object} Panel
 * @property {string} plugin
 * @property {string} slot
 * @property {string} tag
 * @property {string} module Its address, relative to the desk's.
 * @property {string} title
 * @property {string[]} topics
 * @property {string[]} commands
 * @property {Record<string, boolean>} requests Which are about the Interaction it is shown with.
 */

/** Element classes on their way, by tag: a module is loaded once per page. */
const loading = new Map();
let mounts = 0;

/** One panel's element in its frame, from loading to removal. */
export class Mount {
  #panel;
  #place;
  #onState;
  #limited;
  #element = null;
  #facts = {};
  #abilities = {};
  #isOver = false;
  #late = 0;

  /**
   * @param {Panel} panel
   * @param {HTMLElement} place Where its element goes.
   * @param {(state: "shown" | "failed") => void} onState
   */
  constructor(panel, place, onState) {
    this.#panel = panel;
    this.#place = place;
    this.#onState = onState;
    this.#limited = limitedBus(panel);
    const fail = (error) => this.#fail(error);
    this.#late = setTimeout(() => this.#tellLate(), LATE_AFTER_MS);
    load(panel).then((Element) => this.#guard(() => this.#appear(Element)), fail);
  }

  /**
   * Give the element its context, now or as soon as there is an element.
   * @param {object} facts What it is told: plain values.
   * @param {object} [abilities] What its slot lets it do: functions.
   */
  show(facts, abilities = {}) {
    this.#facts = facts;
    this.#abilities = abilities;
    if (this.#element) this.#guard(() => this.#tell(this.#element));
  }

  /** Take the element away, and close what it had subscribed to. */
  remove() {
    this.#isOver = true;
    clearTimeout(this.#late);
    this.#limited.close();
    this.#element?.remove();
    this.#element = null;
  }

  #appear(Element) {
    // Not by its tag: the parser's way would swallow what a constructor throws.
    const element = new Element();
    this.#tell(element);
    append(this.#place, element);
    clearTimeout(this.#late);
    this.#element = element;
    this.#onState("shown");
  }

  #tellLate() {
    const { title, plugin, tag } = this.#panel;
    const late = `is late: no ${tag} after ${LATE_AFTER_MS} ms`;
    console.warn(`panel "${title}" of plugin ${plugin} ${late}`);
    this.#onState("failed");
  }

  // A copy for each: what one panel does to it is nothing to another.
  #tell(element) {
    const request = requestOf(this.#panel, this.#facts.interaction?.id);
    const words = (folder, locale = this.#facts.locale) => wordsIn(folder, locale);
    const abilities = { ...this.#abilities, bus: this.#limited.bus, request, words };
    element.context = { ...structuredClone(this.#facts), ...abilities };
  }

  #guard(act) {
    if (this.#isOver) return;
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    if (this.#isOver) return;
    const { title, plugin } = this.#panel;
    console.error(`panel "${title}" of plugin ${plugin} is switched off:`, error);
    this.#place.replaceChildren();
    this.remove();
    this.#onState("failed");
  }
}

/** Resolve to the class of a panel's element, once there is one. */
function load({ tag, module }) {
  if (!loading.has(tag)) {
    const here = fetched(new URL(module, import.meta.url));
    const defined = here.then(() => customElements.whenDefined(tag));
    loading.set(tag, defined);
  }
  return loading.get(tag);
}

// The line may have gone while the module came, and a browser asks for no address twice.
async function fetched(url) {
  try {
    await import(url.href);
  } catch (error) {
    await lineIsBack();
    url.search = "again";
    await import(url.href).catch(() => {
      throw error;
    });
  }
}

// What an element throws while it is connected is reported to the window, at once.
function append(place, element) {
  const thrown = [];
  const hear = (event) => {
    event.preventDefault();
    thrown.push(event.error);
  };
  addEventListener("error", hear);
  place.append(element);
  removeEventListener("error", hear);
  if (thrown.length) throw thrown[0];
}

/**
 * Return a bus for one panel's topics and commands, and how to close all it has opened.
 * Beyond them `subscribe` throws and `command` rejects, with a BusError `forbidden`.
 * @param {Panel} panel
 */
function limitedBus({ tag, topics: declared, commands }) {
  const opened = [];
  // The bus knows a subscription by its filter. This topic matches nothing and makes each
  // panel's filter its own, so that two panels may follow the same.
  const own = `interaction.panel-${(mounts += 1)}.Never`;
  const subscribe = (wanted) => {
    const topics = [...wanted.topics];
    const beyond = topics.find((topic) => !declared.some((each) => covers(each, topic)));
    if (beyond !== undefined) throw forbidden(beyond, tag);
    const subscription = bus.subscribe({ ...wanted, topics: [...topics, own] });
    opened.push(subscription);
    return subscription;
  };
  const command = async (type, data, options) => {
    const name = /^ccsdk\.(\w+)\.v1$/.exec(type)?.[1] ?? String(type);
    if (!commands.includes(name)) throw forbidden(name, tag);
    return bus.command(`ccsdk.${name}.v1`, data, options);
  };
  const close = () => opened.forEach((subscription) => subscription.close());
  return { bus: Object.freeze({ subscribe, command }), close };
}

/** Return what asks, and of one Interaction only; anything else is refused here. */
function requestOf({ tag, requests }, shown) {
  return async (method, data = {}) => {
    const { interaction = shown } = data;
    const isDeclared = Object.hasOwn(requests, method);
    if (!isDeclared && !METHODS.includes(method)) throw forbidden(method, tag);
    if (isDeclared && !requests[method]) return bus.request(method, data);
    if (!shown || interaction !== shown) throw forbidden(`interaction ${interaction}`, tag);
    return bus.request(method, { ...data, interaction });
  };
}

function forbidden(what, tag) {
  return new BusError({ code: "forbidden", reason: `${tag} has not declared ${what}` });
}

/** Say whether all that one pattern names is named by another: `*` one token, `>` the rest. */
function covers(outer, inner) {
  const wide = outer.split(".");
  const narrow = inner.split(".");
  const isRest = wide.at(-1) === ">";
  if (isRest ? narrow.length < wide.length : narrow.length !== wide.length) return false;
  const head = isRest ? wide.slice(0, -1) : wide;
  return head.every((token, at) => {
    if (narrow[at] === ">") return false;
    return token === "*" || token === narrow[at];
  });
}
