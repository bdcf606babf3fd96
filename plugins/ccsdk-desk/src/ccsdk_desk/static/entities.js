// A map of entities whose readers are told of what they read, and of nothing else.

import { signal } from "@preact/signals";

/** A map with one signal per entity: who reads one entity is told of that one only. */
export class Entities {
  #cells = new Map();
  ids = signal([]);

  get(id) {
    const cell = this.#cells.get(id);
    // Who asks for an absent entity is told when any is added.
    return cell ? cell.value : void this.ids.value;
  }

  has(id) {
    return this.#cells.has(id);
  }

  all() {
    return this.ids.value.map((id) => this.get(id));
  }

  put(id, value) {
    const cell = this.#cells.get(id);
    if (cell) {
      cell.value = value;
      return;
    }
    this.#cells.set(id, signal(value));
    this.ids.value = [...this.ids.value, id];
  }

  /** Change members of an entity that is there. */
  patch(id, change) {
    const cell = this.#cells.get(id);
    if (cell) cell.value = { ...cell.peek(), ...change };
  }

  /** Change members of an entity, made if it is not there. */
  upsert(id, change) {
    if (this.has(id)) this.patch(id, change);
    else this.put(id, { id, ...change });
  }

  remove(id) {
    const cell = this.#cells.get(id);
    if (!cell) return;
    this.#cells.delete(id);
    this.ids.value = this.ids.value.filter((other) => other !== id);
    cell.value = undefined;
  }

  /** Hold these entities, by id, and no others. */
  replace(entities) {
    for (const [id, cell] of this.#cells) {
      if (entities.has(id)) continue;
      this.#cells.delete(id);
      cell.value = undefined;
    }
    for (const [id, value] of entities) {
      const cell = this.#cells.get(id);
      if (cell) cell.value = value;
      else this.#cells.set(id, signal(value));
    }
    this.ids.value = [...entities.keys()];
  }
}
