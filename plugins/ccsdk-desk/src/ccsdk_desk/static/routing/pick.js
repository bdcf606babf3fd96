// What waits in queues that agents pick from: by queue, the longest wait first.
//
// No event of what is not theirs reaches an agent, so the queues are asked for every few
// seconds, only those, and only while somebody looks.

import { useEffect, useState } from "preact/hooks";
import { busy, send } from "../commands.js";
import { focusAsked, isVisible, pickedFrom } from "../desk.js";
import { html } from "../dom.js";
import { named, t } from "../i18n.js";
import { Icon } from "../icons.js";
import { Elapsed } from "../parts/time.js";
import { bus, queueName } from "../session.js";
import { occupied } from "./dialog.js";

const EVERY_MS = 3_000;

let asked = 0;

/** Follow what can be picked from queues; returns how to stop. */
function follow(queues, take) {
  let timer;
  let subscription = null;
  const ask = () => {
    if (!isVisible.value) return later();
    const own = `queue.pick-${(asked += 1)}.QueueDefined`;
    subscription = bus.subscribe({
      topics: [...queues.map((id) => `queue.${id}.QueueDefined`), own],
      from: "snapshot",
      onSnapshot(items, { last }) {
        take(items);
        if (last) later();
      },
      onEvents() {},
      onError() {},
    });
  };
  const later = () => {
    stop();
    timer = setTimeout(ask, EVERY_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    subscription?.close();
    subscription = null;
  };
  ask();
  return stop;
}

export function Pick() {
  const ids = pickedFrom.value.map(({ id }) => id);
  const [waiting, setWaiting] = useState({});
  const take = (items) => {
    const found = items.map(({ subject, data }) => [subject.slice("queue/".length), data]);
    setWaiting((known) => ({ ...known, ...Object.fromEntries(found) }));
  };
  useEffect(() => follow(ids, take), [ids.join(" ")]);
  return ids.map(
    (id) => html`<${Queue} key=${id} id=${id} pickable=${waiting[id]?.pickable ?? []} />`,
  );
}

function Queue({ id, pickable }) {
  const title = `pick-${id}`;
  return html`<section class="mentions pick" aria-labelledby=${title}>
    <h2 id=${title}>
      <${Icon} name="inbox" />
      ${t("pick.title", { queue: queueName(id), count: pickable.length })}
    </h2>
    <ul>
      ${pickable.map((each) => html`<${Waiting} key=${each.interaction} each=${each} />`)}
    </ul>
  </section>`;
}

function Waiting({ each: { interaction, channel, entered_at_ms, service_class } }) {
  const occupies = occupied(interaction);
  const take = async () => {
    focusAsked.value = interaction;
    if (!(await send("PickInteraction", { interaction }, { occupies }))) focusAsked.value = null;
  };
  return html`<li class="pick-row">
    <span>${named("channel", channel)}${service_class && ` · ${service_class}`}</span>
    <span class="quiet"><${Icon} name="clock" /> <${Elapsed} from=${entered_at_ms} /></span>
    <button class="secondary" disabled=${busy.value.has(occupies)} onClick=${take}>
      ${t("pick.button")}
    </button>
  </li>`;
}
