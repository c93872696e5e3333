// The export page: which folder, who of it, where to, at what cost, Export, and how it is going. Which export is shown is in
// the page's address, so that a reload shows it again.

import {isTarget, targetOf} from "../form.js";
import {DoorView} from "../panel/door.js";
import {field, find, onSubmit, part, say} from "../panel/dom.js";
import {TargetView} from "../panel/target.js";
import {pausedWords, troubleWords} from "../panel/words.js";
import {ask, listen} from "../panel/worker.js";
import {BatchView} from "./batch.js";
import {CreditsView} from "./credits.js";
import {showEarlier} from "./earlier.js";
import {FolderList} from "./folders.js";
import {OwnTarget} from "./own.js";
import {PeopleView} from "./people.js";
import {SheetView} from "./sheet.js";
import {memberName, people} from "./words.js";

/** @typedef {import("../messages.js").SheetFormat} SheetFormat */

/** @type {Record<string, SheetFormat | "">} what the choice of a place means; "" is Greenhouse */
const places = {"place-greenhouse": "", "place-full": "full", "place-prospect-import": "prospect-import"};

/** ExportPage ties the views together. */
class ExportPage {
  #connected = false;
  #folder = {folder_id: "", name: ""};
  #complete = false;
  #opening = "";
  #made = {of: "", batch_id: ""};

  constructor() {
    this.door = new DoorView();
    this.folders = new FolderList((place) => this.#choose(place));
    this.people = new PeopleView(() => this.#check(), (member) => this.#give(member));
    this.target = new TargetView(() => this.#check());
    this.own = new OwnTarget();
    this.credits = new CreditsView(() => this.#check());
    this.sheet = new SheetView((opened) => this.#fetched(opened));
    this.batch = new BatchView();
  }

  async start() {
    onSubmit("export-form", () => this.#export());
    for (const id of Object.keys(places)) field(id).addEventListener("change", () => this.#check());
    addEventListener("hashchange", () => this.#route());
    await this.target.restore();
    listen((push) => this.#hear(push));
    await this.#route();
  }

  async #route() {
    const batch_id = decodeURIComponent(location.hash.slice(1));
    part("choose").hidden = batch_id !== "";
    part("batch").hidden = batch_id === "";
    await Promise.all([this.batch.show(batch_id), showEarlier(goTo)]);
  }

  /** @param {import("../app.js").Push} push */
  #hear(push) {
    if (push.push === "door") this.#doorChanged(push.door);
    if (push.push === "item") this.batch.itemChanged(push.item);
    if (push.push === "export") this.batch.refresh();
  }

  /** @param {import("../transport.js").DoorState} door */
  async #doorChanged(door) {
    this.door.show(door);
    const before = this.#connected;
    this.#connected = door.reason === "";
    if (!this.#connected || before) return;
    await Promise.all([this.folders.refresh(), this.target.refresh().then(() => this.#account()), this.batch.refresh(), showEarlier(goTo)]);
  }

  async #account() {
    const {account, notice} = await ask({ask: "status"}).catch(() => ({}));
    this.door.account(account?.organization ?? "");
    const said = notice || pausedWords(account?.paused);
    if (said) this.target.note(said);
  }

  /** Who is chosen in a folder stays chosen when the folder is pressed once more. @param {import("../messages.js").MembersQuery} place */
  #choose(place) {
    const shown = this.#complete && place.folder_id === this.#folder.folder_id;
    return shown ? undefined : this.#open(place);
  }

  /** Pressed again while a long folder is loading, it goes on loading. @param {import("../messages.js").MembersQuery} place */
  async #open(place) {
    const opening = JSON.stringify(place);
    if (opening === this.#opening) return;
    this.#opening = opening;
    this.#complete = false;
    this.folders.trouble(undefined);
    this.#check();
    const {whole, error} = await this.people.load(place, (folder_id) => this.#opened(folder_id));
    if (opening !== this.#opening) return;
    this.#opening = "";
    this.#complete = whole;
    if (error) this.folders.trouble(error, place);
    this.#check();
  }

  /** @param {string} folder_id */
  #opened(folder_id) {
    this.#folder = {folder_id, name: this.folders.nameOf(folder_id)};
    this.folders.opened(folder_id);
    this.credits.reset();
    part("export-form").hidden = false;
    say(part("people-title"), `2. People of ${this.#folder.name}`);
  }

  /** @param {import("../messages.js").Member} member who is to have a target of their own */
  #give(member) {
    const {selection} = this.people;
    const own = selection.ownOf(member.profile_id);
    const shown = own ?? {target: this.target.value(), job: this.target.jobs.picked};
    this.own.open(memberName(member), shown, own !== undefined, (decided) => {
      selection.give(member.profile_id, decided);
      this.people.changed();
    });
  }

  /** @param {Set<string>} profile_ids of people who are fetched now, so that they cost nothing any more */
  #fetched(profile_ids) {
    this.people.selection.fetched(profile_ids);
    this.people.changed();
  }

  /** @returns {SheetFormat | ""} of the CSV file that is wanted, "" for Greenhouse */
  #format() {
    return Object.entries(places).find(([id]) => field(id).checked)?.[1] ?? "";
  }

  /** Export is possible once everything is there, and the credits are confirmed. */
  #check() {
    const credits = this.people.selection.credits();
    this.credits.show(credits);
    const format = this.#format();
    part("target").inert = format !== "";
    const ready = credits.chosen > 0 && (format !== "" || isTarget(this.target.value())) && this.credits.isConfirmed() &&
      this.#complete && !this.sheet.isRunning;
    find("export", HTMLButtonElement).disabled = !ready;
    say(part("export"), credits.chosen ? `Export ${people(credits.chosen)}` : "Export");
  }

  async #export() {
    const press = find("export", HTMLButtonElement);
    if (press.disabled) return;
    // Disabled before the first await: Enter pressed twice must be one export.
    press.disabled = true;
    part("export-trouble").hidden = true;
    const format = this.#format();
    if (format) return this.sheet.begin(this.#folder.name, format, this.people.selection.chosen(), this.credits.atMost());
    const request = this.#request();
    try {
      await ask({ask: "export", request}, 3);
      await this.target.remember();
      this.#exported(request.batch_id);
    } catch (error) {
      part("export-trouble").hidden = false;
      say(part("export-trouble"), `This export could not be saved. ${troubleWords(/** @type {any} */ (error))}`);
    }
    this.#check();
  }

  /** Nobody stays chosen for the next export, and who was fetched is asked anew. @param {string} batch_id */
  #exported(batch_id) {
    this.#made = {of: "", batch_id: ""};
    goTo(batch_id);
    this.#open({folder_id: this.#folder.folder_id});
  }

  /**
   * The same again has the same batch_id, because an attempt that seemed to go wrong may have been kept after all.
   * @returns {import("../messages.js").BatchRequest}
   */
  #request() {
    const wanted = {
      kind: /** @type {const} */ ("folder"), name: this.#folder.name, target: targetOf(this.target.value()),
      people: this.people.selection.people(), max_first: this.credits.atMost(), folder_id: this.#folder.folder_id,
      ...(field("auto-update").checked && {auto_update: true}),
    };
    const of = JSON.stringify(wanted);
    if (this.#made.of !== of) this.#made = {of, batch_id: crypto.randomUUID()};
    return {batch_id: this.#made.batch_id, ...wanted};
  }
}

/** @param {string} batch_id */
function goTo(batch_id) {
  location.hash = encodeURIComponent(batch_id);
}

new ExportPage().start();
