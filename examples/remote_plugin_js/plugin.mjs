// A plugin without any Python: it counts whose Interactions it has seen, tells routing who came
// back, and answers how often.
//
//   node plugin.mjs URL TOKEN_FILE STATE_FILE

import { readFile, rename, writeFile } from "node:fs/promises";
import process from "node:process";
import { PluginBus } from "./bus.mjs";

const [url, tokenFile, stateFile] = process.argv.slice(2);
if (!stateFile) {
  console.error("usage: node plugin.mjs URL TOKEN_FILE STATE_FILE");
  process.exit(2);
}

/** @type {{place?: {epoch: string, cursor: string}, visits: Record<string, number>}} */
const state = await readFile(stateFile, "utf8").then(JSON.parse, () => ({ visits: {} }));

/** How far we are and what we counted are one file: both are new, or neither is. */
async function keep() {
  await writeFile(`${stateFile}.new`, JSON.stringify(state), { flush: true });
  await rename(`${stateFile}.new`, stateFile);
}

const bus = new PluginBus({
  url,
  token: (await readFile(tokenFile, "utf8")).trim(),
  name: "visits",
  topics: ["interaction.*.InteractionReceived"],
  place: state.place,
  async onEvents(events, place) {
    for (const { customer } of events) {
      state.visits[customer] = (state.visits[customer] ?? 0) + 1;
    }
    state.place = place;
    await keep();
  },
  hooks: {
    // Asked before an Interaction enters its queue; this one may be counted already, or not yet.
    enrich_interaction: ({ interaction }) => ({
      came_back: (state.visits[interaction.identity.customer] ?? 0) > 1,
    }),
  },
  handlers: {
    "visits.v1": ({ customer }) => ({ visits: state.visits[customer] ?? 0 }),
  },
  onReady: (center) => console.log(`ready visits at ${center}`),
});

process.once("SIGTERM", () => bus.stop());
process.once("SIGINT", () => bus.stop());
bus.start();
await bus.ended.catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
