// The form that a recruiter fills in by hand, and the profile it stands for: a person as AmazingHiring's API v6 describes
// one (https://github.com/AmazingHiring/public-api), reduced to what fits a form.

/**
 * @typedef {{first_name: string, last_name: string, title: string, company: string, email: string, phone: string,
 *   links: string}} Fields email and phone may hold several, separated by commas; links one a line
 * @typedef {{id: string, name: string, title?: string, positions?: {position: string, company: {name: string}}[],
 *   contacts: {type: string, value: string}[], links: {value: string}[]}} Profile
 */

const proposedLinks = 5;
const longestFilename = 255;

/** @param {Fields} fields @param {string} id @returns {Profile} */
export function profileFromForm(fields, id) {
  const title = fields.title.trim();
  const company = fields.company.trim();
  return {
    id,
    name: `${fields.first_name.trim()} ${fields.last_name.trim()}`,
    ...(title && {title}),
    ...(company && {positions: [{position: title, company: {name: company}}]}),
    contacts: [...contacts("email", fields.email), ...contacts("phone", fields.phone)],
    links: split(fields.links, /[\s,]+/).map((value) => ({value})),
  };
}

/**
 * A proposal from what a page says. Links of the page that are not marked as the person's are proposed only when there are
 * no better ones, and only a few, because most pages link to much else.
 * @param {import("./facts.js").Facts} facts
 * @returns {Fields}
 */
export function formFromFacts(facts) {
  const links = facts.links.length ? facts.links : facts.otherLinks.slice(0, proposedLinks);
  return {
    ...splitName(facts.names[0] ?? ""),
    title: facts.titles[0] ?? "",
    company: facts.companies[0] ?? "",
    email: facts.emails.join(", "),
    phone: facts.phones.join(", "),
    links: links.join("\n"),
  };
}

/** The last word is proposed as the last name; which part is which only a person can know. @param {string} name */
export function splitName(name) {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.pop() ?? "" : "";
  return {first_name: words.join(" "), last_name: last};
}

/**
 * Whether an add can be made of this.
 * @param {{first_name: string, last_name: string}} names
 * @param {import("./settings.js").LastTarget} target
 * @param {string} profile_id
 */
export function isComplete(names, target, profile_id) {
  const named = names.first_name.trim() !== "" && names.last_name.trim() !== "";
  return named && profile_id !== "" && isTarget(target);
}

/** Whether people can be sent there. @param {import("./settings.js").LastTarget} target */
export function isTarget({kind, job_id}) {
  return kind === "base" || job_id !== "";
}

/** @param {import("./settings.js").LastTarget} target @returns {import("./messages.js").Target} */
export function targetOf({kind, job_id, pool_id, stage_id}) {
  if (kind === "candidate") return {kind, job_ids: [job_id]};
  return {
    kind: "prospect",
    ...(kind === "prospect" && {job_ids: [job_id]}),
    ...(pool_id && {pool_id}),
    ...(pool_id && stage_id && {pool_stage_id: stage_id}),
  };
}

/** @param {import("./messages.js").Target} a @param {import("./messages.js").Target} b */
export function isSameTarget(a, b) {
  return textOf(a) === textOf(b);
}

/** @param {import("./messages.js").Target} target */
function textOf({kind, job_ids = [], pool_id = "", pool_stage_id = ""}) {
  return JSON.stringify([kind, job_ids, pool_id, pool_stage_id]);
}

/**
 * The name under which a file arrives: without control characters and folders, and shortened before its ending to the
 * 255 bytes that the service takes.
 * @param {string} name
 */
export function filenameOf(name) {
  const clean = name.replace(/[\u0000-\u001f\u007f-\u009f/\\]/g, "_");
  const [, stem = "", ending = ""] = /^(.*?)(\.[^.]{1,10})?$/.exec(clean) ?? [];
  const characters = [...stem];
  while (byteLength(characters.join("") + ending) > longestFilename) characters.pop();
  return characters.join("") + ending;
}

/** @param {string} text */
function byteLength(text) {
  return new TextEncoder().encode(text).length;
}

/** @param {string} type @param {string} text */
function contacts(type, text) {
  return split(text, /[,;\n]+/).map((value) => ({type, value}));
}

/** @param {string} text @param {RegExp} separator */
function split(text, separator) {
  return text.split(separator).map((part) => part.trim()).filter(Boolean);
}
