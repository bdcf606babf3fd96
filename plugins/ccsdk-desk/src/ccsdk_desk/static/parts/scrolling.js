// Where the messages stand: at the end it stays at the end; elsewhere what is being read stays
// where it is, whatever comes below or is loaded above.

import { useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_END_PX = 80;
const NEAR_START_PX = 240;

/**
 * @param {{first?: number, last?: number, count: number}} shown The versions of the first and
 *   the last line, and how many stand behind them.
 * @param {() => void} onStart Called when the beginning comes near.
 */
export function useScroll({ first, last, count }, onStart) {
  const place = useRef(null);
  const known = useRef({ first: undefined, height: 0, isAtEnd: true, onStart });
  const [isBehind, setBehind] = useState(false);
  known.current.onStart = onStart;
  useLayoutEffect(() => followed(place.current, known.current, setBehind), []);
  useLayoutEffect(() => {
    const box = place.current;
    const { first: former, height, isAtEnd } = known.current;
    const isOlder = former !== undefined && first < former;
    if (isAtEnd) toEnd(box);
    else if (isOlder) box.scrollTop += box.scrollHeight - height;
    if (!isAtEnd && !isOlder) setBehind(true);
    Object.assign(known.current, { first, height: box.scrollHeight });
  }, [first, last, count]);
  const jump = () => {
    setBehind(false);
    toEnd(place.current);
    place.current.focus();
  };
  return { place, isBehind, jump };
}

function followed(box, known, setBehind) {
  const note = () => {
    known.isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    if (known.isAtEnd) setBehind(false);
    else if (box.scrollTop < NEAR_START_PX) known.onStart();
  };
  // Pictures and panels grow after they were drawn.
  const sizes = new ResizeObserver(() => known.isAtEnd && toEnd(box));
  for (const each of [box, ...box.children]) sizes.observe(each);
  box.addEventListener("scroll", note, { passive: true });
  return () => sizes.disconnect();
}

function toEnd(box) {
  box.scrollTop = box.scrollHeight;
}
