// What the command bar offers a supervisor besides: all they do, each under one name.

import { action, press } from "../actions.js";
import { go, place } from "../desk.js";
import { t } from "../i18n.js";
import { openAgent } from "../parts/agent-sheet.js";
import { openWork } from "../parts/work-sheet.js";
import { board, choices, principal, queueName, staffName } from "../session.js";
import { makeNotReady, makeReady } from "./commands.js";
import { markOf, queues, roleIn, workOf } from "./work.js";

// The first of a long line; the others are found in the list.
const OPENED_MAX = 20;

/** Return what a supervisor can do now. @returns {import("../actions.js").Action[]} */
export function supervisorActions() {
  return [...listening(), ...work(), ...places(), ...agents()];
}

function listening() {
  const { view, id } = place.value;
  const interaction = view === "listen" ? board.interactions.get(id) : undefined;
  if (interaction?.state !== "ENGAGED") return [];
  const mine = roleIn(interaction, principal.value.id);
  const roles = ["monitor", "whisper", "member"].filter((each) => each !== mine);
  const starts = roles.map((each) => action(each, "eye", press(`#listen-${each}`)));
  return [...starts, ...(mine ? [action("stop_monitor", "close", press("#listen-stop"))] : [])];
}

function work() {
  return ["waiting", "parked", "engaged"].flatMap((list) =>
    workOf(list)
      .slice(0, OPENED_MAX)
      .map((each) => {
        const state = t(`state.${each.state}`);
        const values = { name: markOf(each), queue: queueName(each.queue), state };
        const act = () => openWork(each.id);
        return action(`work ${each.id}`, "inbox", act, { key: "open_work", values });
      }),
  );
}

function places() {
  const all = action("queues", "table", () => go("queues"));
  const each = queues().map(({ id }) => {
    const values = { queue: queueName(id) };
    return action(`queue ${id}`, "table", () => go("queues", id), { key: "queue", values });
  });
  const closed = action("closed", "archive", () => go("closed"));
  return [all, ...each, closed];
}

function agents() {
  return board.agents
    .all()
    .filter(Boolean)
    .flatMap(({ id, presence }) => {
      const name = staffName(id);
      const open = action(`agent ${id}`, "user", () => openAgent(id), {
        key: "open_agent",
        values: { name },
      });
      if (presence === "LOGGED_OUT") return [open];
      const ready = action(`make_ready ${id}`, "check", () => makeReady(id), {
        key: "make_ready",
        values: { name },
      });
      return [open, ...(presence === "READY" ? [] : [ready]), ...away(id, name)];
    });
}

function away(id, name) {
  return Object.entries(choices.value.not_ready_reasons).map(([code, why]) =>
    action(`make_not_ready ${code} ${id}`, "clock", () => makeNotReady(id, code), {
      key: "make_not_ready",
      values: { name, why },
    }),
  );
}
