// Text by name in localStorage, or in memory where a page may not store.

/** @param {string} prefix */
export function makeStore(prefix) {
  const memory = {};
  return {
    load(name) {
      try {
        return localStorage.getItem(prefix + name) || null;
      } catch {
        return memory[name];
      }
    },
    save(name, text) {
      try {
        localStorage.setItem(prefix + name, text);
      } catch {
        memory[name] = text;
      }
    },
  };
}
