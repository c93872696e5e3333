// What a page says about a person in ways that any page may use: its title and heading, mail and phone links, schema.org
// and h-card. Nothing about any particular site is assumed. The readers run inside the page when the recruiter presses the
// button; each must stand alone, because the browser copies its text there, and each only returns data.

/**
 * @typedef {{names: string[], titles: string[], companies: string[], emails: string[], phones: string[],
 *   links: string[], otherLinks: string[]}} Facts
 */

/** What every page has. The heading is a weaker hint than markup that says “this is a person”. @returns {Partial<Facts>} */
export function readBasics() {
  const text = (/** @type {Element | null} */ e) => e?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  const links = [...document.querySelectorAll("a[href]")].map((a) => /** @type {HTMLAnchorElement} */ (a));
  const after = (/** @type {string} */ scheme) => links
    .filter((a) => a.protocol === scheme)
    .map((a) => a.pathname.replace(/%20/g, " "));
  const outgoing = links.filter((a) => /^https?:$/.test(a.protocol) && a.host !== location.host);
  const isMe = (/** @type {HTMLAnchorElement} */ a) => a.relList.contains("me");
  return {
    names: [text(document.querySelector("h1")), document.title.trim()],
    emails: after("mailto:"),
    phones: after("tel:"),
    links: outgoing.filter(isMe).map((a) => a.href),
    otherLinks: outgoing.filter((a) => !isMe(a)).map((a) => a.href),
  };
}

/** https://schema.org/Person in JSON-LD. @returns {Partial<Facts>} */
export function readJSONLD() {
  /** @type {any[]} */
  const found = [];
  const list = (/** @type {any} */ value) => (Array.isArray(value) ? value : value ? [value] : []);
  const texts = (/** @type {any} */ value) => list(value).map((v) => v.name ?? v).filter((v) => typeof v === "string");
  const visit = (/** @type {any} */ node) => {
    if (typeof node !== "object" || node === null) return;
    if (list(node["@type"]).includes("Person")) found.push(node);
    else Object.values(node).forEach(visit);
  };
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      visit(JSON.parse(script.textContent ?? ""));
    } catch {
      // Somebody else's broken markup; the other readers may still find something.
    }
  }
  const person = found[0] ?? {};
  return {
    names: [...texts(person.name), [person.givenName, person.familyName].filter(Boolean).join(" ")],
    titles: texts(person.jobTitle),
    companies: texts(person.worksFor),
    emails: texts(person.email),
    phones: texts(person.telephone),
    links: [...texts(person.sameAs), ...texts(person.url)],
  };
}

/** https://schema.org/Person in microdata. @returns {Partial<Facts>} */
export function readMicrodata() {
  const person = document.querySelector('[itemtype$="schema.org/Person"]');
  const valueOf = (/** @type {any} */ e) => e.content || e.href || e.textContent.replace(/\s+/g, " ").trim();
  const inner = (/** @type {Element} */ e) => (e.hasAttribute("itemscope") ? e.querySelector('[itemprop="name"]') ?? e : e);
  // Properties of a thing inside the person, such as the employer's name, are not the person's.
  const owner = (/** @type {Element} */ e) => e.parentElement?.closest("[itemscope]");
  const all = (/** @type {string} */ name) => [...(person?.querySelectorAll(`[itemprop~="${name}"]`) ?? [])]
    .filter((e) => owner(e) === person)
    .map((e) => valueOf(inner(e)));
  return {
    names: all("name"),
    titles: all("jobTitle"),
    companies: all("worksFor"),
    emails: all("email"),
    phones: all("telephone"),
    links: [...all("sameAs"), ...all("url")],
  };
}

/** https://microformats.org/wiki/h-card. @returns {Partial<Facts>} */
export function readHCard() {
  const card = document.querySelector(".h-card");
  const valueOf = (/** @type {any} */ e) => e.href || e.value || e.textContent.replace(/\s+/g, " ").trim();
  const all = (/** @type {string} */ name) => [...(card?.querySelectorAll(`.${name}`) ?? [])].map(valueOf);
  const text = (/** @type {string} */ name) => [...(card?.querySelectorAll(`.${name}`) ?? [])]
    .map((e) => e.textContent?.replace(/\s+/g, " ").trim() ?? "");
  return {
    names: text("p-name"),
    titles: text("p-job-title"),
    companies: text("p-org"),
    emails: all("u-email"),
    phones: all("p-tel"),
    links: all("u-url"),
  };
}

/** The readers, the most telling first. */
export const readers = [readJSONLD, readMicrodata, readHCard, readBasics];

/**
 * One set of facts out of what the readers found, without repetitions.
 * @param {Partial<Facts>[]} found in the order of readers
 * @returns {Facts}
 */
export function mergeFacts(found) {
  const all = (/** @type {keyof Facts} */ name) => unique(found.flatMap((facts) => facts[name] ?? []));
  return {
    names: all("names"),
    titles: all("titles"),
    companies: all("companies"),
    emails: unique(all("emails").map(withoutScheme)),
    phones: unique(all("phones").map(withoutScheme)),
    links: all("links"),
    otherLinks: all("otherLinks"),
  };
}

/** @param {string[]} values */
function unique(values) {
  return [...new Set(values.map((value) => value.trim()).filter(Boolean))];
}

/** @param {string} value */
function withoutScheme(value) {
  return value.replace(/^(mailto|tel):/i, "").replace(/\?.*$/, "");
}
