// Routes between views; nothing else.

import { effect } from "@preact/signals";
import { h, render } from "preact";
import { followOffers } from "./attention.js";
import { resumeMessages } from "./commands.js";
import { followWork, forgetReleased, go, isInFront, place } from "./desk.js";
import { html } from "./dom.js";
import { followHistory, forgetTexts } from "./history.js";
import { loadWords, t } from "./i18n.js";
import { followKeys } from "./keys.js";
import { Later, fetchPart, partOf } from "./lazy.js";
import { CommandBar } from "./parts/command-bar.js";
import { TopBar } from "./parts/top-bar.js";
import { Connection } from "./parts/connection.js";
import { Guard } from "./parts/guard.js";
import { Help } from "./parts/help.js";
import { Notices } from "./parts/notices.js";
import { OfferDialog } from "./parts/offer.js";
import { Rail } from "./parts/rail.js";
import { Sheet } from "./parts/sheet.js";
import { phase, principal, start } from "./session.js";
import { tell } from "./telling.js";
import { NotAllowed, SignedOut, Stopped, Unreachable } from "./views/outside.js";
import { Preferences } from "./views/preferences.js";
import { Skeleton } from "./parts/skeleton.js";
import { followTyping } from "./typing.js";
import { Work } from "./views/work.js";
import { followWall } from "./wall.js";

const later =
  (show, part = "supervisor") =>
  () =>
    html`<${Later} part=${part} show=${show} />`;

/** Who may see a view by their role; one without a role is everybody's. */
const VIEWS = {
  work: { view: Work, role: "agent" },
  wallboard: { view: later("Wallboard"), role: "supervisor" },
  queues: { view: later("Queues"), role: "supervisor" },
  closed: { view: later("ClosedTalks", "reviewing"), role: "supervisor" },
  listen: { view: later("Listening"), role: "supervisor" },
  preferences: { view: Preferences },
};

function Desk() {
  const { name, ...detail } = phase.value;
  if (name === "starting") return html`<${Skeleton} />`;
  if (name === "unreachable") return html`<${Unreachable} ...${detail} onRetry=${begin} />`;
  if (name === "signed_out") return html`<${SignedOut} ...${detail} />`;
  const { view } = place.value;
  return html`
    <${TopBar} />
    <${Connection} />
    <${Rail} />
    <main class="view" id="view" tabindex="-1">
      ${isAllowed(view)
        ? html`<${Guard} key=${view}><${VIEWS[view].view} /><//>`
        : html`<${NotAllowed} />`}
    </main>
    <${OfferDialog} />
    <${Sheet} />
    <${Notices} />
    <${Help} />
    <${CommandBar} />
    ${partOf("routing") && html`<${Later} part="routing" show="Dialogs" />`}
    ${name === "stopped" && html`<${Stopped} ...${detail} />`}
  `;
}

function isAllowed(view) {
  const chosen = isView(view) ? VIEWS[view] : undefined;
  return chosen !== undefined && (chosen.role ?? principal.value.role) === principal.value.role;
}

function isView(view) {
  return Object.hasOwn(VIEWS, view);
}

function home() {
  const { role } = principal.value;
  return Object.keys(VIEWS).find((name) => VIEWS[name].role === role) ?? "work";
}

// What ends before the agent's eyes needs no notice.
function tellUnseen(code, details) {
  if (code === "interaction_ended" && isInFront(details.event.interaction)) return;
  tell(code, details);
}

function followAgent() {
  followHistory();
  followTyping();
  followWork();
  followOffers();
  resumeMessages();
}

function followSupervisor() {
  fetchPart("supervisor");
  followWall();
  effect(() => {
    document.title = t("title.wallboard");
  });
}

async function begin() {
  const onReplaced = () => {
    forgetReleased();
    forgetTexts();
  };
  await start({ tell: tellUnseen, onReplaced });
  if (phase.value.name !== "open") return;
  if (!isView(place.value.view)) go(home());
  if (principal.value.role === "agent") followAgent();
  else followSupervisor();
}

await loadWords();
followKeys();
document.getElementById("desk").replaceChildren();
render(h(Desk, null), document.getElementById("desk"));
await begin();
