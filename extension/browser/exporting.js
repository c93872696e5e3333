// What the export page can ask the worker; part of the table in handlers.js.

import {keptView} from "./exports.js";
import {batchChange, batches, items, members, plain, sheet, updatesChange} from "./messages.js";

/** @typedef {import("./app.js").App} App */

/** @type {Record<string, (app: App, question: any) => Promise<any>>} */
export const exportHandlers = {
  async folders(app) {
    return request(app, plain("folders"));
  },

  async members(app, {query}) {
    return request(app, members(query));
  },

  /** Answers once the export is kept in this browser; the service is told in the background. */
  async export(app, {request}) {
    await app.expectWork();
    const kept = await app.exports.put(request);
    app.wake();
    return keptView(kept);
  },

  async export_again(app, {batch_id}) {
    await app.exports.again(batch_id);
    app.wake();
  },

  async export_discard(app, {batch_id}) {
    await app.exports.forget(batch_id);
  },

  /** What this browser still keeps, and what the service has. Why there is no service is said elsewhere. */
  async exports(app) {
    const found = await request(app, batches()).catch(() => ({batches: []}));
    return {kept: (await app.exports.all()).map(keptView), batches: found.batches};
  },

  /** One export: as it is kept here, or as the service describes it, with a part of its people. */
  async batch(app, {batch_id, offset}) {
    const kept = await app.exports.get(batch_id);
    return kept ? {kept: keptView(kept)} : {batch: await batchInfo(app, batch_id, offset)};
  },

  async batch_change(app, {batch_id, action}) {
    return request(app, batchChange(batch_id, action));
  },

  async updates_change(app, {change}) {
    return request(app, updatesChange(change));
  },

  /** A part of a CSV file; nothing of it is kept. */
  async sheet(app, {query}) {
    return request(app, sheet(query));
  },

  async item(app, {item_id}) {
    const found = await request(app, items({item_id, limit: 1}));
    return found.items[0];
  },
};

/** A page asks at once, and a door may be about to open. @param {App} app @param {import("./messages.js").Message} message */
async function request({transport}, message) {
  await transport.connect();
  return transport.request(message);
}

/**
 * Very long results do not fit into one message; the counts still do.
 * @param {App} app
 * @param {string} batch_id
 * @param {number} [offset]
 */
async function batchInfo(app, batch_id, offset) {
  try {
    return (await request(app, batches(batch_id, offset))).batches[0];
  } catch (error) {
    if (/** @type {any} */ (error).code !== "message_too_large") throw error;
    const all = await request(app, batches());
    return all.batches.find((/** @type {import("./messages.js").BatchInfo} */ info) => info.batch_id === batch_id);
  }
}
