// What people and queues are called, as far as a name may go: it neither turns round the words
// behind it, nor breaks the line, nor shows nothing at all.
// Source: Unicode Technical Report 36, section 2.5; UAX 44, "Bidi_Control".

const TURNING = /\p{Bidi_Control}/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
// Braille's empty cell is a symbol to Unicode.
const SEEN = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Return a name as it may be shown; nothing where there is nothing to see.
 * @param {string | undefined} name
 * @returns {string | undefined}
 */
export function shownName(name) {
  if (!name || !SEEN.test(name)) return undefined;
  return name.replace(TURNING, "").replace(BREAKS, " ");
}
