// What an agent needs of routing once there is a talk, loaded when it is first used: one entry,
// nothing else.

import { dialogs } from "./routing/dialog.js";
import { perform } from "./routing/perform.js";
import { Beside } from "./routing/beside.js";
import { DispositionDialog } from "./routing/disposition.js";
import { LeaveDialog } from "./routing/leave.js";
import { ParkDialog } from "./routing/park.js";
import { Pick } from "./routing/pick.js";
import { Standing } from "./routing/standing.js";
import { TargetDialog } from "./routing/target.js";
import { html } from "./dom.js";
import { WrapUp } from "./parts/wrap-up.js";

export { Beside, Pick, Standing, WrapUp, perform };

const KINDS = {
  transfer: TargetDialog,
  add: TargetDialog,
  park: ParkDialog,
  leave: LeaveDialog,
  disposition: DispositionDialog,
};

/** Whichever dialog is open. */
export function Dialogs() {
  const { kind, id } = dialogs.value ?? {};
  return kind ? html`<${KINDS[kind]} key=${`${kind} ${id}`} kind=${kind} id=${id} />` : null;
}
