// What this browser remembers for one person: drafts, pins, choices. Nothing the log holds.

import { effect, signal } from "@preact/signals";

const PREFIX = "ccsdk-desk";
const cells = new Map();
let owner = null;

/** A signal that is kept across reloads once `rememberFor` has said whose it is. */
export function remembered(name, initial) {
  const cell = signal(initial);
  cells.set(name, { cell, initial });
  return cell;
}

/**
 * Read what was kept for a person, and keep what changes from now on.
 * @param {{center: string, id: string}} principal
 */
export function rememberFor(principal) {
  owner = `${PREFIX}:${principal.center}:${principal.id}`;
  for (const [name, { cell, initial }] of cells) {
    cell.value = read(place(name), initial);
    effect(() => write(place(name), cell.value));
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
    const known = cells.get(name);
    if (known) known.cell.value = known.initial;
  }
}

function place(name) {
  return `${owner}:${name}`;
}

function read(key, initial) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? initial;
  } catch {
    return initial;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage costs the reload, not the draft on the screen.
  }
}

// Another tab of the same person changed something: show the same here.
addEventListener("storage", ({ key }) => {
  for (const [name, { cell, initial }] of cells) {
    if (owner && key === place(name)) cell.value = read(key, initial);
  }
});
