// Who works: Presence, which they chose, against Occupancy, which the engine derived.

import { signal } from "@preact/signals";
import { html } from "../dom.js";
import { inOrder, t } from "../i18n.js";
import { shownValue } from "../measures.js";
import { metrics } from "../metrics.js";
import { board } from "../session.js";
import { LIVE_OFFERS } from "../store.js";
import { isWall } from "../wall.js";
import { openAgent } from "./agent-sheet.js";
import { CellFigure } from "./figure.js";
import { occupancyOf, presenceWords } from "./presence.js";
import { Table } from "./table.js";
import { Elapsed } from "./time.js";

const PRESENCES = ["READY", "NOT_READY", "LOGGED_OUT"];
const OCCUPANCIES = ["IDLE", "OFFERED", "ENGAGED", "WRAP_UP"];

/** The pressed cell of the matrix, {presence, occupancy}: the list shows its agents only. */
const cell = signal(null);

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
  return known.sort((one, other) => inOrder(one.name, other.name));
}

export function Agents() {
  const all = staff();
  return html`<section class="agents" aria-labelledby="agents-title">
    <h2 id="agents-title">${t("agents.title")}</h2>
    <div class="agents-tables">
      <${Matrix} all=${all} />
      ${!isWall.value && html`<${List} all=${all} />`}
    </div>
  </section>`;
}

function isIn(wanted, { presence, occupancy }) {
  return !wanted || (wanted.presence === presence && wanted.occupancy === occupancy);
}

function Matrix({ all }) {
  const words = OCCUPANCIES.map((each) => t(`occupancy.${each}`));
  const columns = [t("agents.presence"), ...words];
  return html`<${Table} caption=${t("agents.matrix")} columns=${columns}>
    ${PRESENCES.map(
      (presence) => html`<tr key=${presence}>
        <th scope="row"><${Mark} presence=${presence} /> ${t(`presence.${presence}`)}</th>
        ${OCCUPANCIES.map((occupancy) => {
          const wanted = { presence, occupancy };
          const count = all.filter((each) => isIn(wanted, each)).length;
          return html`<${Count} key=${occupancy} wanted=${wanted} count=${count} />`;
        })}
      </tr>`,
    )}
  <//>`;
}

function Mark({ presence }) {
  return html`<span class=${`dot presence-${presence}`} aria-hidden="true"></span>`;
}

// A press shows these agents only; a second one shows all again.
function Count({ wanted, count }) {
  const isChosen = cell.value !== null && isIn(cell.value, wanted);
  const words = {
    presence: t(`presence.${wanted.presence}`),
    occupancy: t(`occupancy.${wanted.occupancy}`),
    count,
  };
  const choose = () => {
    cell.value = isChosen ? null : wanted;
  };
  return html`<td class=${count ? "some" : "zero"}>
    <button
      type="button"
      class="cell-figure"
      aria-pressed=${String(isChosen)}
      aria-label=${t("agents.cell", words)}
      onClick=${choose}
    >
      ${count}
    </button>
  </td>`;
}

const COLUMNS = ["name", "presence", "occupancy", "chats", "handle_time", "occupancy_rate"];

function List({ all }) {
  const columns = COLUMNS.map((name) => t(`agents.${name}`));
  const shown = all.filter((each) => isIn(cell.value, each));
  const known = metrics.value.data?.agents ?? [];
  const byId = new Map(known.map(({ agent, measures }) => [agent, measures]));
  return html`<${Table} caption=${listWords(shown.length)} columns=${columns}>
    ${shown.map(
      (agent) => html`<${AgentRow}
        key=${agent.id}
        agent=${agent}
        measures=${byId.get(agent.id) ?? {}}
      />`,
    )}
  <//>`;
}

function listWords(count) {
  if (!cell.value) return t("agents.list");
  const { presence, occupancy } = cell.value;
  return t("agents.some", {
    presence: t(`presence.${presence}`),
    occupancy: t(`occupancy.${occupancy}`),
    count,
  });
}

function AgentRow({ agent, measures }) {
  const { id, name, presence, reason, since_ms, occupancy, owned, slots = {} } = agent;
  const figure = (measure) => {
    const label = t("wallboard.cell", { measure: t(`measure.${measure}`), queue: name });
    const value = shownValue(measures[measure]);
    return html`<${CellFigure} value=${value} label=${label} about=${{ measure, agent: id }} />`;
  };
  return html`<tr>
    <th scope="row">
      <button class="cell-figure" aria-haspopup="dialog" onClick=${() => openAgent(id)}>
        ${name}
      </button>
    </th>
    <td>
      <${Mark} presence=${presence} /> ${presenceWords(presence, reason)}
      ${since_ms && html` <${Elapsed} from=${since_ms} />`}
    </td>
    <td>${t(`occupancy.${occupancy}`)}</td>
    <td>${t("agents.chats_of", { count: owned, of: slots.chat ?? 0 })}</td>
    <td>${figure("average_handle_time")}</td>
    <td>${figure("occupancy_rate")}</td>
  </tr>`;
}
