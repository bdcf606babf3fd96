// The words of a talk that a supervisor listens to: asked for once they may read them, kept up
// by the events that the board gets from then on, and dropped when they leave.

import { effect, untracked } from "@preact/signals";
import { load, noteEvent, transcripts } from "../history.js";
import { board, onBoardChange, principal } from "../session.js";
import { roleIn } from "./work.js";

/** Keep the transcript of a talk until the returned function is called. */
export function followTalk(id) {
  const forget = effect(() => {
    const role = roleIn(board.interactions.get(id), principal.value.id);
    untracked(() => {
      if (role === undefined) transcripts.remove(id);
      else if (!transcripts.has(id)) load(id);
    });
  });
  const deafen = onBoardChange((events) => {
    // The board was replaced whole: who knows what was said meanwhile.
    if (!events.length && transcripts.has(id)) load(id);
    for (const event of events) if (event.interaction === id) noteEvent(event);
  });
  return () => {
    forget();
    deafen();
    transcripts.remove(id);
  };
}
