// The one table of what our pages can ask the worker. Each handler gets the question and gives the
// answer as plain data.

import {viewOf} from "./app.js";
import {troubleOf} from "./errors.js";
import {exportHandlers} from "./exporting.js";
import {answer, command, items, jobs, plain, preview} from "./messages.js";
import {parseKey, toHex} from "./pairing.js";
import {putSetting} from "./settings.js";

/** @typedef {import("./app.js").App} App */

const jobsWanted = 200;

/** @type {Record<string, (app: App, question: any) => Promise<any>>} */
export const handlers = {
  ...exportHandlers,

  async connect({transport}) {
    await transport.connect();
    return transport.state;
  },

  async confirm({transport}) {
    await transport.confirm();
    return transport.state;
  },

  async pair(app, {key}) {
    const bytes = parseKey(key);
    if (!bytes) return {door: "", reason: "bad_key"};
    await app.pair(toHex(bytes));
    await app.transport.connect();
    return {door: "websocket", reason: ""};
  },

  async status({transport}) {
    return transport.request(plain("status"));
  },

  async jobs(app, {query}) {
    const found = await app.transport.request(jobs(query, jobsWanted));
    if (!query) await putSetting(app.storage, "jobs", {jobs: found.jobs, fetched_at: found.fetched_at});
    return found;
  },

  async pools(app) {
    const found = await app.transport.request(plain("pools"));
    await putSetting(app.storage, "pools", {pools: found.pools, missing: found.missing});
    return found;
  },

  async preview({transport}, {profile_id, profile}) {
    await transport.connect(); // a panel asks at once, and a door may be about to open
    return transport.request(preview(profile_id, profile));
  },

  async add(app, {request, profile_id}) {
    await app.expectWork();
    const entry = await app.outbox.put(request, profile_id);
    app.wake();
    return viewOf(entry);
  },

  /** The latest add of a profile and, when the service can be asked, how it is doing. */
  async latest({outbox, transport}, {profile_id}) {
    const entry = await outbox.latest(profile_id);
    if (!entry) return {};
    if (!entry.item_id) return {entry: viewOf(entry)};
    const found = await transport.request(items({request_ids: [entry.request_id], limit: 1})).catch(() => ({items: []}));
    return {entry: viewOf(entry), item: found.items[0]};
  },

  async unsent({outbox}) {
    return (await outbox.all()).filter((entry) => entry.request).map(viewOf);
  },

  async again(app, {request_id}) {
    await app.outbox.again(request_id);
    app.wake();
  },

  async discard(app, {request_id}) {
    await app.outbox.discard(request_id);
    await app.refresh();
  },

  async answer(app, {item_id, choice, values}) {
    return itemOf(app, answer(item_id, choice, values));
  },

  async retry(app, {item_id}) {
    return itemOf(app, command("retry", item_id));
  },

  async cancel(app, {item_id}) {
    return itemOf(app, command("cancel", item_id));
  },
};

/** @param {App} app @param {import("./messages.js").Message} message */
async function itemOf(app, message) {
  const {item} = await app.transport.request(message);
  await app.itemChanged(item);
  return item;
}

/**
 * @param {App} app
 * @param {{ask: string}} question
 * @returns {Promise<{value?: any, trouble?: import("./errors.js").Trouble}>} errors travel as data: a rejection would lose its code
 */
export async function handle(app, question) {
  const handler = Object.hasOwn(handlers, question.ask) ? handlers[question.ask] : undefined;
  if (!handler) return {trouble: troubleOf(new Error("unknown question"))};
  try {
    return {value: await handler(app, question)};
  } catch (error) {
    return {trouble: troubleOf(error)};
  }
}
