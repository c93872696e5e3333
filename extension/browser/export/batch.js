// One export and how far it has come. The service knows everything; the page only asks.

import {find, onPress, part, say} from "../panel/dom.js";
import {ProgressView} from "../panel/progress.js";
import {troubleWords} from "../panel/words.js";
import {ask} from "../panel/worker.js";
import {nameOf, ResultsView} from "./results.js";
import {countWords, keptWords, leftWords, openedWords, people, percentOf, settledOf, stateWords} from "./words.js";

/**
 * @typedef {import("../messages.js").BatchInfo} BatchInfo
 * @typedef {import("../exports.js").KeptView} KeptView
 */

const pauseMs = 1_000;
// An export of thousands takes the service a while to describe; asking must not be all that it does.
const restPerWork = 4;

/** BatchView paints #batch and asks again for as long as it is shown and the export is not at its end. */
export class BatchView {
  #id = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asking = 0;

  constructor() {
    this.person = new ProgressView(() => {});
    this.results = new ResultsView((result) => this.#decide(result));
    onPress("batch-pause", () => this.#change("pause"));
    onPress("batch-resume", () => this.#change("resume"));
    onPress("batch-cancel", () => this.#askToCancel(true));
    onPress("cancel-no", () => this.#askToCancel(false));
    onPress("cancel-yes", () => this.#change("cancel"));
    onPress("batch-again", () => this.#tell({ask: "export_again", batch_id: this.#id}));
    onPress("batch-discard", () => this.#discard());
    onPress("state-close", () => this.person.show(undefined));
  }

  /** @param {string} batch_id "" shows none */
  show(batch_id) {
    this.#id = batch_id;
    part("batch").dataset.state = "";
    part("batch-progress").hidden = true;
    part("results-section").hidden = true;
    this.#askToCancel(false);
    this.person.show(undefined);
    this.#buttons({});
    say(part("batch-name"), "Export");
    say(part("batch-state"), "Asking greenhouse-companion…");
    return this.refresh();
  }

  /** Asks at once, also when an answer of before is still awaited. */
  async refresh() {
    clearTimeout(this.#timer);
    const turn = ++this.#asking;
    if (!this.#id) return;
    const began = performance.now();
    const answer = await ask({ask: "batch", batch_id: this.#id}, 3).catch((error) => ({error}));
    if (turn !== this.#asking) return;
    this.#answered(answer);
    if (answer.batch?.state === "finished") return;
    const took = performance.now() - began;
    this.#timer = setTimeout(() => this.refresh(), Math.max(pauseMs, took * restPerWork));
  }

  /** @param {{batch?: BatchInfo, kept?: KeptView, error?: any}} answer */
  #answered({batch, kept, error}) {
    if (error) return this.#trouble(troubleWords(error));
    this.#trouble(kept?.state === "refused" ? troubleWords(kept.trouble) : "");
    if (kept) this.#paintKept(kept);
    else if (batch) this.#paint(batch);
    else say(part("batch-state"), "There is no such export.");
  }

  /** @param {KeptView} kept */
  #paintKept(kept) {
    part("batch").dataset.state = kept.state;
    say(part("batch-name"), kept.name);
    say(part("batch-state"), keptWords(kept));
    this.#buttons({again: kept.state === "refused", discard: true});
  }

  /** @param {BatchInfo} info */
  #paint(info) {
    const {state, counts} = info;
    part("batch").dataset.state = state;
    say(part("batch-name"), `${info.name}: ${people(counts.total)}`);
    say(part("batch-state"), stateWords(info));
    this.#progress(info);
    this.#buttons({pause: state === "running", resume: state === "paused", cancel: state === "running" || state === "paused"});
    this.results.show(info.results, counts);
  }

  /** @param {BatchInfo} info */
  #progress(info) {
    part("batch-progress").hidden = false;
    const bar = find("batch-bar", HTMLProgressElement);
    bar.max = Math.max(info.counts.total, 1);
    bar.value = settledOf(info.counts);
    say(part("batch-percent"), `${percentOf(info.counts)} %`);
    say(part("batch-left"), leftWords(info));
    say(part("batch-counts"), countWords(info.counts));
    say(part("batch-opened"), openedWords(info));
    part("batch-opened").hidden = !info.first_fetched;
  }

  /** @param {{pause?: boolean, resume?: boolean, cancel?: boolean, again?: boolean, discard?: boolean}} wanted */
  #buttons(wanted) {
    part("batch-pause").hidden = !wanted.pause;
    part("batch-resume").hidden = !wanted.resume;
    part("batch-cancel").hidden = !wanted.cancel;
    part("batch-again").hidden = !wanted.again;
    part("batch-discard").hidden = !wanted.discard;
    if (!wanted.cancel) this.#askToCancel(false);
  }

  /** @param {string} text */
  #trouble(text) {
    part("batch-trouble").hidden = !text;
    say(part("batch-trouble"), text);
  }

  /** @param {boolean} asked */
  #askToCancel(asked) {
    part("cancel-question").hidden = !asked;
    if (asked) part("cancel-yes").focus();
  }

  /** @param {"pause" | "resume" | "cancel"} action */
  #change(action) {
    this.#askToCancel(false);
    return this.#tell({ask: "batch_change", batch_id: this.#id, action});
  }

  async #discard() {
    await this.#tell({ask: "export_discard", batch_id: this.#id});
    location.hash = "";
  }

  /** @param {{ask: string, [field: string]: any}} question that may be asked twice */
  async #tell(question) {
    const error = await ask(question, 3).then(() => undefined, (e) => e);
    if (error) this.#trouble(troubleWords(error));
    else await this.refresh();
  }

  /** @param {import("../messages.js").Result} result */
  async #decide(result) {
    const {item_id = "", request_id, profile_id = ""} = result;
    const item = await ask({ask: "item", item_id}, 3).catch((error) => this.#trouble(troubleWords(error)));
    if (!item) return;
    const name = nameOf(result);
    say(part("state-name"), name);
    this.person.show({request_id: item.request_id ?? request_id, profile_id, item_id, name, state: "received"}, item);
    part("state").scrollIntoView({block: "nearest"});
  }
}
