// The words of a talk that a supervisor listens to: asked for once they may read them, kept up
// by the events that the board gets from then on, and dropped when they leave.

import { effect, untracked } from "@preact/signals";
import { place } from "../desk.js";
import { load, noteEvent, transcripts } from "../history.js";
import { board, onBoardChange, principal } from "../session.js";
import { roleIn } from "./work.js";

/** Keep the transcript of the talk that is open in step with what its listener may read. */
export function followListening() {
  const heard = new Set();
  const shownId = () => (place.value.view === "listen" ? place.value.id : undefined);
  effect(() => {
    const id = shownId();
    const isHeard = id && roleIn(board.interactions.get(id), principal.value.id) !== undefined;
    untracked(() => {
      for (const other of heard) {
        if (other === id && isHeard) continue;
        heard.delete(other);
        transcripts.remove(other);
      }
      if (!isHeard || heard.has(id)) return;
      heard.add(id);
      load(id);
    });
  });
  onBoardChange((events) => {
    for (const event of events) if (heard.has(event.interaction)) noteEvent(event);
  });
}
