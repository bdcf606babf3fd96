// From an act to what is sent, or to the dialog that asks for the rest.

import { send } from "../commands.js";
import { occupied, openDialog } from "./dialog.js";

const DIALOGS = ["transfer", "add", "park", "leave", "disposition"];

const COMMANDS = {
  hold: "HoldCustomer",
  retrieve: "RetrieveCustomer",
  complete: "CompleteTransfer",
  merge: "MergeConsult",
  cancel_consult: "CancelConsult",
  resume: "ResumeInteraction",
  extend: "ExtendWrapUp",
  switch_to: "ElevateChannel",
  add_channel: "ElevateChannel",
};

/**
 * Do something in a talk.
 * @param {import("../acts.js").Act} act
 * @param {{id: string}} interaction
 */
export function perform({ code, to, isSwitch }, { id }) {
  if (DIALOGS.includes(code)) return openDialog(code, id);
  const channel = to ? { to, is_switch: Boolean(isSwitch) } : {};
  return send(COMMANDS[code], { interaction: id, ...channel }, { occupies: occupied(id) });
}
