// Who is writing just now, as the other side says; never stored, gone when it is not repeated.

import { signal } from "@preact/signals";
import { exactNow, now } from "./clock.js";
import { bus, onOwnTyping, principal } from "./session.js";

/** By Interaction, and in it by who writes: the instant at which it is over, in ms. */
const writers = signal({});

/** Hear who writes in the agent's Interactions. */
export function followTyping() {
  onOwnTyping(({ topic, key, ttl_ms }) => {
    const [, interaction, name] = topic.split(".");
    if (name !== "Typing" || key === principal.value.id) return;
    setWriter(interaction, key, ttl_ms ? exactNow() + ttl_ms : 0);
  });
}

/** Return who writes in an Interaction now: `customer`, or the ids of Agents. */
export function writersOf(interaction) {
  const known = writers.value[interaction];
  if (!known) return [];
  return Object.keys(known).filter((key) => known[key] > now.value);
}

/** Note that a message has come: whoever wrote it has stopped writing. */
export function hasWritten(interaction, key) {
  if (writers.value[interaction]?.[key]) setWriter(interaction, key, 0);
}

function setWriter(interaction, key, until_ms) {
  const known = { ...writers.value[interaction], [key]: until_ms };
  writers.value = { ...writers.value, [interaction]: known };
}

/** Say to the customer's side that the agent writes, or has stopped. */
export function tellTyping(interaction, isTyping) {
  bus.typing(interaction, isTyping);
}
