// From what was written to what is sent: the draft goes, and comes back if it is refused.

import { addNote, discardMessage, sendMessage } from "./commands.js";
import { changeDraft, draftOf, setMode } from "./drafts.js";
import { principal, shared } from "./session.js";
import { tellTyping } from "./typing.js";
import { MENTIONS_MAX, mentionable, mentionsIn } from "./writing.js";

/** Send what is being written in one mode. */
export function post(id, mode) {
  const { text, files } = draftOf(id, mode);
  if (mode === "note") addNote(id, { text: text.trim(), mentions: mentionedIn(text) });
  else sendMessage(id, { text: text.trim(), files });
  changeDraft(id, mode, { text: "", files: [] });
  tellTyping(id, false);
}

function mentionedIn(text) {
  const people = mentionable(shared.agents.all().filter(Boolean), principal.value.id);
  return mentionsIn(text, people).slice(0, MENTIONS_MAX);
}

/** Give a refused message back to be edited, behind what is being written by now. */
export function takeBack(key) {
  const { interaction, mode, text, files } = discardMessage(key);
  const draft = draftOf(interaction, mode);
  const words = [draft.text, text].filter(Boolean).join("\n");
  changeDraft(interaction, mode, { text: words, files: [...draft.files, ...files] });
  setMode(interaction, mode);
}
