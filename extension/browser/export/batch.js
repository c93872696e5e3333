// One export and how far it has come. The service knows everything; the page only asks.

import {find, onPress, part, say} from "../panel/dom.js";
import {ProgressView} from "../panel/progress.js";
import {troubleWords} from "../panel/words.js";
import {ask} from "../panel/worker.js";
import {FollowView} from "./follow.js";
import {Parts} from "./parts.js";
import {nameOf, ResultsView} from "./results.js";
import {countWords, keptWords, leftWords, openedWords, people, percentOf, settledOf, stateWords} from "./words.js";

/**
 * @typedef {import("../messages.js").Result} Result
 * @typedef {import("../messages.js").BatchInfo} BatchInfo
 * @typedef {import("../exports.js").KeptView} KeptView
 */

const pauseMs = 1_000;
// After the end only later changes happen, which the service looks for every few minutes.
const laterMs = 10_000;
// An export of thousands takes the service a while to describe; asking must not be all that it does.
const restPerWork = 4;

/** BatchView paints #batch and asks again for as long as it is shown and the export is not at its end. */
export class BatchView {
  #id = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asking = 0;
  /** @type {Parts<Result>} */
  #parts = new Parts();

  constructor() {
    this.person = new ProgressView(() => {});
    this.follow = new FollowView((on) => this.#tell({ask: "updates_change", change: {batch_id: this.#id, on}}));
    this.results = new ResultsView({decide: (result) => this.#decide(result), follow: (result) => this.#follow(result)});
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
    this.follow.hide();
    part("results-section").hidden = true;
    this.#parts = new Parts();
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
    const {offset} = this.#parts;
    const answer = await ask({ask: "batch", batch_id: this.#id, offset}, 3).catch((error) => ({error}));
    if (turn !== this.#asking) return;
    if (answer.batch) this.#parts.put(offset, answer.batch);
    this.#answered(answer);
    const pause = this.#pauseAfter(answer, performance.now() - began);
    if (pause !== undefined) this.#timer = setTimeout(() => this.refresh(), pause);
  }

  /** News of one person. @param {import("../messages.js").Item} item */
  itemChanged(item) {
    this.person.itemChanged(item);
    if (item.item_id !== this.person.item?.item_id) return;
    const shown = this.#parts.rows.find(({item_id}) => item_id === item.item_id);
    if (shown) this.#look(shown);
  }

  /** @param {Result} result of whom the service has something new to tell */
  #look({request_id}) {
    this.#parts.first(request_id);
    return this.refresh();
  }

  /**
   * The parts that are still missing come one right after the other.
   * @param {{batch?: BatchInfo}} answer
   * @param {number} took
   * @returns {number | undefined} none where nothing more happens
   */
  #pauseAfter({batch}, took) {
    const {isWhole, isFinal} = this.#parts;
    if (batch?.state === "finished" && isFinal) return batch.auto_update ? laterMs : undefined;
    const hurries = batch?.results && (!isWhole || batch.state === "finished");
    return hurries ? took : Math.max(pauseMs, took * restPerWork);
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
    this.follow.show(info);
    this.results.show(this.#parts.rows, counts, {whole: this.#parts.isWhole, follows: info.auto_update === true});
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

  /** @param {Result} result */
  #follow({request_id, profile_id, updates_off}) {
    this.#parts.first(request_id);
    return this.#tell({ask: "updates_change", change: {batch_id: this.#id, profile_id, on: updates_off === true}});
  }

  /** @param {Result} result */
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
