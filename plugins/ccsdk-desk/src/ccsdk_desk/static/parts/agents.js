// Who works: Presence, which they chose, against Occupancy, which the engine derived.

import { html } from "../dom.js";
import { t } from "../i18n.js";
import { board } from "../session.js";
import { LIVE_OFFERS } from "../store.js";
import { occupancyOf, presenceWords } from "./presence.js";
import { Table } from "./table.js";
import { Elapsed } from "./time.js";

const PRESENCES = ["READY", "NOT_READY", "LOGGED_OUT"];
const OCCUPANCIES = ["IDLE", "OFFERED", "ENGAGED", "WRAP_UP"];

/** Every Agent with Presence and Occupancy, by name. */
function staff() {
  const offers = board.offers.all().filter((offer) => LIVE_OFFERS.includes(offer?.state));
  const byOwner = Map.groupBy(board.interactions.all().filter(Boolean), ({ owner }) => owner);
  const byAgent = Map.groupBy(offers, ({ agent }) => agent);
  const agents = board.agents.all().filter(Boolean);
  const known = agents.map((agent) => {
    const owned = byOwner.get(agent.id) ?? [];
    const offered = byAgent.get(agent.id) ?? [];
    const name = agent.name ?? agent.id;
    return { ...agent, name, owned: owned.length, occupancy: occupancyOf(owned, offered) };
  });
  return known.sort((one, other) => one.name.localeCompare(other.name));
}

export function Agents() {
  const all = staff();
  return html`<section class="agents" aria-labelledby="agents-title">
    <h2 id="agents-title">${t("agents.title")}</h2>
    <div class="agents-tables">
      <${Matrix} all=${all} />
      <${List} all=${all} />
    </div>
  </section>`;
}

function Matrix({ all }) {
  const count = (presence, occupancy) =>
    all.filter((each) => each.presence === presence && each.occupancy === occupancy).length;
  const words = OCCUPANCIES.map((each) => t(`occupancy.${each}`));
  const columns = [t("agents.presence"), ...words];
  return html`<${Table} caption=${t("agents.matrix")} columns=${columns}>
    ${PRESENCES.map(
      (presence) => html`<tr key=${presence}>
        <th scope="row"><${Mark} presence=${presence} /> ${t(`presence.${presence}`)}</th>
        ${OCCUPANCIES.map((each) => html`<${Count} key=${each} count=${count(presence, each)} />`)}
      </tr>`,
    )}
  <//>`;
}

function Mark({ presence }) {
  return html`<span class=${`dot presence-${presence}`} aria-hidden="true"></span>`;
}

function Count({ count }) {
  return html`<td class=${count ? "some" : "zero"}>${count}</td>`;
}

const COLUMNS = ["name", "presence", "occupancy", "chats"];

function List({ all }) {
  const columns = COLUMNS.map((name) => t(`agents.${name}`));
  return html`<${Table} caption=${t("agents.list")} columns=${columns}>
    ${all.map((agent) => html`<${AgentRow} key=${agent.id} agent=${agent} />`)}
  <//>`;
}

function AgentRow({ agent }) {
  const { name, presence, reason, since_ms, occupancy, owned, slots = {} } = agent;
  return html`<tr>
    <th scope="row">${name}</th>
    <td>
      <${Mark} presence=${presence} /> ${presenceWords(presence, reason)}
      ${since_ms && html` <${Elapsed} from=${since_ms} />`}
    </td>
    <td>${t(`occupancy.${occupancy}`)}</td>
    <td>${t("agents.chats_of", { count: owned, of: slots.chat ?? 0 })}</td>
  </tr>`;
}
