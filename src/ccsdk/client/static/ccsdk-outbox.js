// Commands that have no answer yet, with the keys that make sending them again harmless.

/** Make a UUIDv7: random, and ordered by the time it was made. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let left = Date.now();
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = left % 256;
    left = Math.floor(left / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Keep commands by key, in the order they were given, also across a reload.
 * `storage` is {load(): string | null, save(text)}. Tabs may share one: every write reads
 * first and changes its own entry only, and a command sent by two tabs has one effect.
 */
export class Outbox {
  #storage;
  #entries = new Map();

  constructor(storage) {
    this.#storage = storage;
    for (const stored of this.#load()) this.#remember(stored, true);
  }

  /** Add a command, or return the one that has this key already. */
  add(command, isDurable) {
    const known = this.#entries.get(command.key);
    if (known) return known;
    if (isDurable) this.#save([...this.#load(), command]);
    return this.#remember(command, isDurable);
  }

  /** Drop a command that has its answer. */
  remove(key) {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry?.isDurable) this.#save(this.#load().filter((stored) => stored.key !== key));
  }

  entries() {
    return [...this.#entries.values()];
  }

  #remember(command, isDurable) {
    const entry = { command, isDurable, id: null, notBefore: 0 };
    entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    // A refusal that nobody listens to, after a reload, is no uncaught error.
    entry.promise.catch(() => {});
    this.#entries.set(command.key, entry);
    return entry;
  }

  #load() {
    try {
      const stored = JSON.parse(this.#storage?.load() || "[]");
      return Array.isArray(stored) ? stored.filter((command) => command?.key) : [];
    } catch {
      return [];
    }
  }

  #save(commands) {
    try {
      this.#storage?.save(JSON.stringify(commands));
    } catch {
      // A full or forbidden storage costs the reload, not the command.
    }
  }
}
