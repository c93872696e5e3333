// The person who is about to be added: as AmazingHiring describes them, or as typed into the form.

import {profileFromForm} from "../form.js";
import {find, field, make, part, say} from "./dom.js";
import {leftOutWords} from "./words.js";

/**
 * @typedef {import("../form.js").Fields} Fields
 * @typedef {{name: string, first_name: string, last_name: string, name_sure: boolean, title: string, company: string,
 *   emails: string[], phones: string[], links: string[], locations: string[],
 *   left_out: {field: string, reason: string}[]}} Person
 */

/** @type {[keyof Fields, string][]} */
const inputs = [["first_name", "first-name"], ["last_name", "last-name"], ["title", "title"], ["company", "company"],
  ["email", "email"], ["phone", "phone"], ["links", "links"]];
const checkNames = "Please check which part is the first and which the last name.";

/** PersonView paints the form #person down to the target. */
export class PersonView {
  /** @type {object | null} */
  #raw = null;
  /** Whether the recruiter has typed something that must not be painted over. */
  touched = false;

  /** @param {() => void} onedit */
  constructor(onedit) {
    const kept = [...inputs.map(([, id]) => id), "resume"];
    part("person").addEventListener("input", (event) => {
      this.touched ||= event.target instanceof HTMLElement && kept.includes(event.target.id);
      onedit();
    });
  }

  showLoading() {
    this.#raw = null;
    this.touched = false;
    this.fill({first_name: "", last_name: "", title: "", company: "", email: "", phone: "", links: ""});
    this.#mode("loading", "Asking AmazingHiring…");
    this.#hint("", false);
  }

  /** @param {object} raw the profile to send back with the add @param {Person} person @param {string} source */
  showPreview(raw, person, source) {
    this.#raw = raw;
    field("first-name").value = person.first_name;
    field("last-name").value = person.last_name;
    this.#hint(person.name_sure ? "" : checkNames, !person.name_sure);
    part("details").replaceChildren(...details(person));
    this.#mode("preview", source === "message" ? "From the page" : "From AmazingHiring’s API");
  }

  /** @param {string} why the form is needed */
  showForm(why) {
    this.#raw = null;
    this.#mode("form", "Typed by you");
    say(part("note"), why);
    part("note").hidden = !why;
    this.#hint("Greenhouse needs both names.", false);
  }

  /** @param {Fields} fields */
  fill(fields) {
    for (const [name, id] of inputs) text(id).value = fields[name];
  }

  /** @returns {Fields} */
  fields() {
    const pairs = inputs.map(([name, id]) => [name, text(id).value]);
    return /** @type {Fields} */ (Object.fromEntries(pairs));
  }

  /** @param {string} id @returns {object} the profile to add */
  profile(id) {
    return this.#raw ?? profileFromForm(this.fields(), id);
  }

  /** @param {"loading" | "preview" | "form"} mode @param {string} source */
  #mode(mode, source) {
    say(part("source"), source);
    part("source").dataset.source = mode;
    part("details").hidden = mode !== "preview";
    part("form-fields").hidden = mode !== "form";
    part("form-buttons").hidden = mode !== "form";
    part("note").hidden = true;
  }

  /** @param {string} words @param {boolean} check */
  #hint(words, check) {
    say(part("name-hint"), words);
    part("name-hint").hidden = !words;
    part("name-hint").dataset.check = String(check);
  }
}

/** @param {string} id */
function text(id) {
  return id === "links" ? find(id, HTMLTextAreaElement) : field(id);
}

/** @param {Person} person */
function details({title, company, emails, phones, links, locations, left_out}) {
  return [
    ...row("Title", [title]),
    ...row("Company", [company]),
    ...row("E-mail", emails),
    ...row("Phone", phones),
    ...row("Place", locations),
    ...row("Links", links),
    ...row("Left out", left_out?.map(leftOutWords)),
  ];
}

/** @param {string} label @param {string[] | undefined} values */
function row(label, values) {
  const lines = (values ?? []).filter(Boolean).map((value) => make("div", value));
  return lines.length ? [make("dt", label), make("dd", ...lines)] : [];
}
