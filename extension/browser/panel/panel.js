// The panel: which person, where to, Add, and how it is going. An ordinary page of the extension, shown in the side panel.

import {formFromFacts, isComplete, isSameTarget, targetOf} from "../form.js";
import {profileID} from "../profile.js";
import {getSetting} from "../settings.js";
import {DoorView} from "./door.js";
import {field, find, onPress, onSubmit, part, say} from "./dom.js";
import {showOthers} from "./others.js";
import {Page} from "./page.js";
import {PersonView} from "./person.js";
import {ProgressView} from "./progress.js";
import {ResumeField} from "./resume.js";
import {TargetView} from "./target.js";
import {VerdictView} from "./verdict.js";
import {pausedWords, troubleWords} from "./words.js";
import {ask, listen} from "./worker.js";

/** @typedef {import("../form.js").Fields} Fields */

const storage = /** @type {import("../outbox.js").Storage} */ (chrome.storage.local);

const ready = "Add to Greenhouse";
const typingPauseMs = 400;

/** Panel ties the views together; it knows which profile is shown and whether people can be handed over. */
class Panel {
  #profile = "";
  #loading = 0;
  #connected = false;
  /** @type {import("../messages.js").Verdict | undefined} about the profile that is shown */
  #verdict;
  /** @type {Map<string, Fields>} what was typed and not yet added, while the panel is open */
  #drafts = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #compared = "";

  constructor() {
    this.door = new DoorView();
    this.person = new PersonView(() => {
      this.#check();
      this.#compareTyped();
    });
    this.verdict = new VerdictView();
    this.resume = new ResumeField();
    this.target = new TargetView(() => this.#check());
    this.progress = new ProgressView(() => this.#check());
    this.page = new Page((address) => this.#showAddress(address));
  }

  async start() {
    onPress("read-page", () => this.#readPage());
    onPress("ask-again", () => this.#preview());
    onPress("follow", () => this.page.allow());
    onSubmit("person", () => this.#add());
    onSubmit("address-form", () => this.#showAddress(field("address").value.trim()));
    await this.target.restore();
    if (!this.target.jobs.hasAny()) this.target.note("The jobs appear here once greenhouse-companion is connected.");
    listen((push) => this.#hear(push));
    await this.page.follow();
    await this.#others();
  }

  /** Whose adds wait in the browser, beside the one that is shown. */
  #others() {
    return showOthers(this.progress.entry?.request_id ?? "");
  }

  /** @param {import("../app.js").Push} push */
  #hear(push) {
    if (push.push === "door") this.#doorChanged(push.door);
    if (push.push === "item") this.progress.itemChanged(push.item);
    if (push.push === "clicked") this.page.look();
    if (push.push === "entry") {
      this.progress.entryChanged(push.entry);
      this.#others();
    }
  }

  /** @param {import("../transport.js").DoorState} door */
  async #doorChanged(door) {
    this.door.show(door);
    const before = this.#connected;
    this.#connected = door.reason === "";
    if (!this.#connected || before) return;
    await Promise.all([this.target.refresh().then(() => this.#account()), this.#profile && this.#reload()]);
  }

  async #account() {
    const {account, notice} = await ask({ask: "status"}).catch(() => ({}));
    this.door.account(account?.organization ?? "");
    const said = notice || pausedWords(account?.paused);
    if (said) this.target.note(said);
  }

  /** What could not be asked before can be asked now; what was typed stays. */
  async #reload() {
    const askAgain = part("source").dataset.source === "form" && !this.person.touched;
    await Promise.all([this.#latest(), askAgain && this.#preview()]);
  }

  /** @param {string} address */
  async #showAddress(address) {
    const id = profileID(address, await getSetting(storage, "host"));
    if (id === this.#profile && id) return;
    // A tab without a profile does not take away what somebody is typing: they may be reading it there.
    if (!id && this.person.touched) return;
    this.#keepDraft();
    this.#profile = id;
    this.resume.clear(); // one person's file must never go with another
    part("person").hidden = !id;
    part("no-profile").hidden = Boolean(id);
    part("follow").hidden = Boolean(id) || !(await this.page.mayAsk());
    this.progress.show(undefined);
    if (id) await Promise.all([this.#latest(), this.#preview()]);
  }

  #keepDraft() {
    if (this.person.touched && this.#profile) this.#drafts.set(this.#profile, this.person.fields());
  }

  async #latest() {
    const id = this.#profile;
    const {entry, item} = await ask({ask: "latest", profile_id: id}, 3).catch(() => ({}));
    if (id === this.#profile) this.progress.show(entry, item);
    await showOthers(entry?.request_id ?? "");
  }

  async #preview() {
    const turn = ++this.#loading;
    this.person.showLoading();
    this.#compared = "";
    this.#verdict = undefined;
    this.#check();
    const answer = await ask({ask: "preview", profile_id: this.#profile}, 3).catch((error) => ({error}));
    if (turn !== this.#loading) return; // the recruiter went on to somebody else meanwhile
    this.#verdict = answer.verdict;
    if (answer.error) this.#showForm(answer.error);
    else this.person.showPreview(answer.profile, answer.person, answer.source);
    this.#check();
  }

  /** @param {import("../errors.js").ServiceError} error why AmazingHiring's description is not to be had */
  #showForm(error) {
    const known = error.code === "amazinghiring_not_connected" || !error.message;
    this.person.showForm(known ? "" : troubleWords(error));
    part("read-page").hidden = this.page.given !== null;
    const draft = this.#drafts.get(this.#profile);
    if (!draft) return;
    this.person.fill(draft);
    this.person.touched = true;
    this.#compareTyped();
  }

  /** Who is typed may be in Greenhouse too; asked once typing pauses. */
  #compareTyped() {
    const profile = this.person.profile(this.#profile);
    const typed = JSON.stringify(profile);
    if (part("source").dataset.source !== "form" || typed === this.#compared) return;
    this.#compared = typed;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(async () => {
      const answer = await ask({ask: "preview", profile}).catch(() => ({}));
      if (typed !== this.#compared) return; // changed meanwhile
      this.#verdict = answer.verdict;
      this.#check();
    }, typingPauseMs);
  }

  async #readPage() {
    try {
      this.person.fill(formFromFacts(await this.page.read()));
      this.person.touched = true;
      this.person.showForm("");
      this.#compareTyped();
    } catch {
      this.person.showForm("The browser does not let the extension into this page. Press its toolbar button there, then try again.");
    }
    this.#check();
  }

  /** Add is possible once everything is there and the same thing is not under way already. */
  #check() {
    const complete = isComplete(this.person.fields(), this.target.value(), this.#profile);
    const loading = part("source").dataset.source === "loading";
    const same = this.#label() !== ready;
    find("add", HTMLButtonElement).disabled = !complete || loading || same;
    say(part("add"), this.#label());
    // What has become of an add is surer than what was remembered before it.
    this.verdict.show(this.progress.item?.state === "done" ? undefined : this.#verdict);
  }

  #label() {
    if (this.progress.isUnderWay()) return "On its way";
    return this.#isDone() ? "Added" : ready;
  }

  /** Whether the item that is done had this very target; another job or pool is another add. */
  #isDone() {
    const {item} = this.progress;
    if (item?.state !== "done" || !item.target) return false;
    return isSameTarget(item.target, targetOf(this.target.value()));
  }

  async #add() {
    if (find("add", HTMLButtonElement).disabled) return;
    const {first_name, last_name} = this.person.fields();
    const names = {first_name: first_name.trim(), last_name: last_name.trim()};
    const request = {request_id: crypto.randomUUID(), profile: this.person.profile(this.#profile), ...names,
      target: targetOf(this.target.value())};
    const refused = this.progress.entry?.state === "refused" ? this.progress.entry.request_id : "";
    await this.#keep(request, this.#profile);
    if (refused) await ask({ask: "discard", request_id: refused}, 3);
    await this.target.remember();
  }

  /** @param {import("../messages.js").AddRequest} request @param {string} profile_id */
  async #keep(request, profile_id) {
    // Disabled before the first await: Enter pressed twice must be one add.
    find("add", HTMLButtonElement).disabled = true;
    this.progress.expect(request.request_id);
    try {
      const files = await this.resume.keep(request.request_id);
      const entry = await ask({ask: "add", request: {...request, ...files}, profile_id}, 3);
      this.#drafts.delete(profile_id);
      this.person.touched = false;
      if (this.progress.entry?.request_id !== entry.request_id) this.progress.show(entry);
      part("state").scrollIntoView({block: "nearest"});
    } catch (error) {
      this.#check();
      part("note").hidden = false;
      say(part("note"), `This person could not be saved. ${troubleWords(/** @type {any} */ (error))}`);
    }
  }
}

new Panel().start();
