// What this browser remembers for one person: drafts, pins, choices. Nothing the log holds.
//
// Several tabs of one person share it: the last that writes a place has it, and the others
// are told by an event. What a tab was told it does not write again, or two tabs would send
// each other's old words back and forth. What is typed has a place per Interaction (`KeptEach`),
// so that tabs in which different customers are answered never meet.

import { effect, signal } from "@preact/signals";

const PREFIX = "ccsdk-desk";
// What panels of plugins keep for this tab: theirs to write, the desk's to forget.
const PANELS = "ccsdk-panel:";
const cells = new Map();
const shelves = new Map();
let owner = null;

/**
 * A signal that is kept across reloads once `rememberFor` has said whose it is.
 * @param {string} name
 * @param {any} initial What it is of: something of another kind that was kept is not taken.
 * @param {(value: any) => boolean} [isRight] Whether one of this kind may be taken.
 */
export function remembered(name, initial, isRight = () => true) {
  const cell = signal(initial);
  cells.set(name, { cell, initial, written: null, isRight });
  return cell;
}

function isOfKind(value, { initial, isRight }) {
  const isSame = typeof value === typeof initial && Array.isArray(value) === Array.isArray(initial);
  return isSame && isRight(value);
}

/** Kept values by id, each in a place of its own; undefined where there is none. */
export class KeptEach {
  #name;
  #isRight;
  #cells = new Map();

  /**
   * @param {string} name
   * @param {(value: any) => boolean} [isRight] Whether what was kept may be taken.
   */
  constructor(name, isRight = () => true) {
    this.#name = name;
    this.#isRight = isRight;
    shelves.set(name, this);
  }

  get(id) {
    return this.#cell(id).value;
  }

  put(id, value) {
    this.#cell(id).value = value;
    if (value === undefined) erase(this.#place(id));
    else write(this.#place(id), JSON.stringify(value));
  }

  /** Forget all whose id is not wanted any more. */
  retain(isWanted) {
    const start = this.#place("");
    for (const key of keys()) {
      const id = key.slice(start.length);
      if (key.startsWith(start) && !isWanted(id)) this.put(id, undefined);
    }
  }

  /** Take what another tab wrote. */
  adopt(key, text) {
    const start = this.#place("");
    const cell = key.startsWith(start) && this.#cells.get(key.slice(start.length));
    if (cell) cell.value = this.#taken(parsed(text));
  }

  #cell(id) {
    if (!this.#cells.has(id)) this.#cells.set(id, signal(this.#taken(read(this.#place(id)))));
    return this.#cells.get(id);
  }

  #taken(value) {
    return value !== undefined && this.#isRight(value) ? value : undefined;
  }

  #place(id) {
    return place(`${this.#name}/${id}`);
  }
}

/**
 * Read what was kept for a person, and keep what changes from now on.
 * @param {{center: string, id: string}} principal
 */
export function rememberFor(principal) {
  owner = `${PREFIX}:${principal.center}:${principal.id}`;
  for (const [name, known] of cells) {
    known.cell.value = taken(read(place(name)), known);
    known.written = JSON.stringify(known.cell.value);
    effect(() => {
      const text = JSON.stringify(known.cell.value);
      if (text !== known.written) write(place(name), text);
      known.written = text;
    });
  }
}

/** Return a place under this person's name, as `{load, save}`. */
export function drawer(name) {
  return {
    load: () => localStorage.getItem(place(name)),
    save: (text) => localStorage.setItem(place(name), text),
  };
}

/** Forget all that was written: the next person at this browser shall not read it. */
export function forgetText(names) {
  for (const name of names) {
    shelves.get(name)?.retain(() => false);
    const known = cells.get(name);
    if (known) known.cell.value = known.initial;
  }
}

/** Forget what panels of plugins kept for this tab. */
export function forgetPanels() {
  try {
    const kept = Object.keys(sessionStorage).filter((key) => key.startsWith(PANELS));
    for (const key of kept) sessionStorage.removeItem(key);
  } catch {
    // Where nothing may be kept, nothing was.
  }
}

function taken(value, known) {
  return isOfKind(value, known) ? value : known.initial;
}

function place(name) {
  return `${owner}:${name}`;
}

function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return parsed(localStorage.getItem(key));
  } catch {
    return undefined;
  }
}

// Other scripts of this origin, and people with the browser's tools, may have written it.
function parsed(text) {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    // A full or forbidden storage costs the reload, not the draft on the screen.
  }
}

function erase(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

// Another tab of the same person changed something: show the same here.
addEventListener("storage", ({ key, newValue }) => {
  if (!owner || !key?.startsWith(owner)) return;
  for (const [name, known] of cells) {
    if (key !== place(name)) continue;
    const value = taken(parsed(newValue), known);
    known.written = JSON.stringify(value);
    known.cell.value = value;
  }
  for (const shelf of shelves.values()) shelf.adopt(key, newValue);
});
