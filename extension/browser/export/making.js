// A CSV file in the making: part after part, as plain values.

/**
 * @typedef {import("../messages.js").Member} Member
 * @typedef {import("../messages.js").SheetPart} SheetPart
 * @typedef {import("../messages.js").SheetQuery} SheetQuery
 * @typedef {{profile_id: string, name: string, why: string}} Absent somebody who is not in the file; without a why they were
 *   beyond the confirmed number
 */

const peopleAtOnce = 20;

/** SheetMaking asks for the people who were fetched before or may be opened; the others are left out. */
export class SheetMaking {
  /** @type {string[]} */
  texts = [];
  /** @type {Absent[]} */
  absent = [];
  /** @type {Set<string>} who is known to be fetched now */
  opened = new Set();
  written = 0;
  first_fetched = 0;
  /** @type {Member[]} */
  #people = [];
  #at = 0;

  /**
   * @param {import("../messages.js").SheetFormat} format
   * @param {Member[]} chosen
   * @param {number} atMost how many may be opened
   * @param {(query: SheetQuery) => Promise<SheetPart>} ask
   */
  constructor(format, chosen, atMost, ask) {
    this.format = format;
    this.ask = ask;
    this.total = chosen.length;
    let left = atMost;
    for (const member of chosen) {
      if (member.fetched || left-- > 0) this.#people.push(member);
      else this.#leaveOut(member.profile_id, member.name);
    }
  }

  /** How many are dealt with. */
  get done() {
    return this.#at + this.total - this.#people.length;
  }

  get isWhole() {
    return this.texts.length > 0 && this.#at >= this.#people.length;
  }

  /**
   * One more part. It may be asked for again after an error: it names the same people, so nobody else is opened.
   */
  async step() {
    const people = this.#people.slice(this.#at, this.#at + peopleAtOnce);
    const max_first = people.filter(({fetched}) => !fetched).length;
    const query = {format: this.format, header: this.texts.length === 0, profile_ids: people.map((one) => one.profile_id), max_first};
    const part = await this.ask(query);
    this.#took(people.slice(0, part.done), part);
  }

  /** @param {Member[]} people whom the part deals with @param {SheetPart} part */
  #took(people, part) {
    const names = new Map(people.map(({profile_id, name}) => [profile_id, name]));
    this.texts.push(part.text);
    this.written += part.written;
    this.first_fetched += part.first_fetched ?? 0;
    for (const id of part.left_out) this.#leaveOut(id, names.get(id));
    for (const {profile_id, message} of part.failed) this.#leaveOut(profile_id, names.get(profile_id), message);
    const absent = new Set(this.absent.map(({profile_id}) => profile_id));
    for (const {profile_id} of people) if (!absent.has(profile_id)) this.opened.add(profile_id);
    this.#at += part.done;
  }

  /** @param {string} profile_id @param {string} [name] @param {string} [why] */
  #leaveOut(profile_id, name, why = "") {
    this.absent.push({profile_id, name: name || `Profile ${profile_id}`, why});
  }
}
