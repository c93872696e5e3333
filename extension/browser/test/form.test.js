import assert from "node:assert/strict";
import {test} from "node:test";

import {mergeFacts} from "../facts.js";
import {filenameOf, formFromFacts, isComplete, isSameTarget, profileFromForm, splitName, targetOf} from "../form.js";

const empty = {first_name: "", last_name: "", title: "", company: "", email: "", phone: "", links: ""};
const full = {
  first_name: "Marta", last_name: "Okafor", title: "Staff Engineer", company: "Blue Heron Example Ltd",
  email: "marta.okafor@example.com, m.okafor@example.net", phone: "+44 20 7946 0101",
  links: "https://www.linkedin.com/in/marta-okafor-example/\nmartaokafor.example",
};

test("a full form is a profile of API v6", () => {
  assert.deepEqual(profileFromForm(full, "900000000000101"), {
    id: "900000000000101",
    name: "Marta Okafor",
    title: "Staff Engineer",
    positions: [{position: "Staff Engineer", company: {name: "Blue Heron Example Ltd"}}],
    contacts: [
      {type: "email", value: "marta.okafor@example.com"},
      {type: "email", value: "m.okafor@example.net"},
      {type: "phone", value: "+44 20 7946 0101"},
    ],
    links: [{value: "https://www.linkedin.com/in/marta-okafor-example/"}, {value: "martaokafor.example"}],
  });
});

test("only the names are needed", () => {
  const profile = profileFromForm({...empty, first_name: " Jiří ", last_name: "Dvořák"}, "900000000000103");
  assert.deepEqual(profile, {id: "900000000000103", name: "Jiří Dvořák", contacts: [], links: []});
});

const names = {
  "Marta Okafor": ["Marta", "Okafor"],
  "  Ana  María  Cruz ": ["Ana María", "Cruz"],
  "田中太郎": ["田中太郎", ""],
  "": ["", ""],
};
for (const [name, [first_name, last_name]] of Object.entries(names)) {
  test(`“${name}” is proposed as two names`, () => assert.deepEqual(splitName(name), {first_name, last_name}));
}

const job = {kind: "candidate", job_id: "4000000101"};
const completeness = [
  ["everything", full, job, "1", true],
  ["no first name", {...full, first_name: " "}, job, "1", false],
  ["no last name", {...full, last_name: ""}, job, "1", false],
  ["a candidate without a job", full, {kind: "candidate", job_id: ""}, "1", false],
  ["a prospect without a job", full, {kind: "prospect", job_id: ""}, "1", false],
  ["nobody's profile", full, job, "", false],
  ["without a vacancy", full, {kind: "base", job_id: ""}, "1", true],
];
for (const [name, fields, target, id, wanted] of completeness) {
  test(`complete: ${name}`, () => assert.equal(isComplete(fields, target, id), wanted));
}

const targets = [
  [{kind: "candidate", job_id: "4000000101"}, {kind: "candidate", job_ids: ["4000000101"]}],
  [{kind: "prospect", job_id: "4000000101"}, {kind: "prospect", job_ids: ["4000000101"]}],
  [{kind: "base", job_id: "4000000101"}, {kind: "prospect"}],
  [{kind: "base", job_id: "", pool_id: "4000000501", stage_id: "4000000512"},
    {kind: "prospect", pool_id: "4000000501", pool_stage_id: "4000000512"}],
  [{kind: "prospect", job_id: "4000000101", pool_id: "4000000501", stage_id: ""},
    {kind: "prospect", job_ids: ["4000000101"], pool_id: "4000000501"}],
  [{kind: "candidate", job_id: "4000000101", pool_id: "4000000501", stage_id: "4000000512"}, {kind: "candidate", job_ids: ["4000000101"]}],
  [{kind: "base", job_id: "", pool_id: "", stage_id: "4000000512"}, {kind: "prospect"}],
];
for (const [chosen, wanted] of targets) {
  test(`target: ${chosen.kind}`, () => assert.deepEqual(targetOf(chosen), wanted));
}

const pooled = {kind: "prospect", pool_id: "4000000501"};
const pairs = [
  [{kind: "prospect"}, {kind: "prospect", job_ids: []}, true],
  [pooled, {...pooled}, true],
  [pooled, {...pooled, pool_id: "4000000502"}, false],
  [pooled, {...pooled, pool_stage_id: "4000000512"}, false],
  [{kind: "prospect", job_ids: ["1"]}, {kind: "candidate", job_ids: ["1"]}, false],
  [{kind: "candidate", job_ids: ["1"]}, {kind: "candidate", job_ids: ["2"]}, false],
];
for (const [a, b, same] of pairs) {
  test(`${JSON.stringify(a)} and ${JSON.stringify(b)} are ${same ? "the same" : "two targets"}`, () => assert.equal(isSameTarget(a, b), same));
}

test("facts: the most telling reader first, nothing twice", () => {
  const facts = mergeFacts([
    {names: ["Marta Okafor"], emails: ["mailto:marta.okafor@example.com?subject=Hello"], links: ["https://github.com/martaokafor-example"]},
    {names: ["Welcome!", "Marta Okafor"], emails: ["marta.okafor@example.com"], phones: ["tel:+442079460101"], otherLinks: ["https://shop.example/"]},
  ]);
  assert.deepEqual(formFromFacts(facts), {
    ...empty, first_name: "Marta", last_name: "Okafor", email: "marta.okafor@example.com", phone: "+442079460101",
    links: "https://github.com/martaokafor-example",
  });
});

test("facts: other links only for want of better ones, and few", () => {
  const otherLinks = Array.from({length: 30}, (_, i) => `https://example.com/${i}`);
  assert.equal(formFromFacts(mergeFacts([{otherLinks}])).links.split("\n").length, 5);
});

const filenames = [
  ["an ordinary name", "Marta Okafor – CV.pdf", "Marta Okafor – CV.pdf"],
  ["folders", "..\\up/down.pdf", ".._up_down.pdf"],
  ["control characters", "a\nb\u0000c\u0085.pdf", "a_b_c_.pdf"],
  ["255 bytes", `${"a".repeat(251)}.pdf`, `${"a".repeat(251)}.pdf`],
  ["a byte more", `${"a".repeat(252)}.pdf`, `${"a".repeat(251)}.pdf`],
  ["many bytes a character", `${"😀".repeat(100)}.docx`, `${"😀".repeat(62)}.docx`],
  ["no ending", "a".repeat(300), "a".repeat(255)],
  ["what looks like an ending and is none", `.${"a".repeat(300)}`, `.${"a".repeat(254)}`],
];
for (const [name, given, wanted] of filenames) {
  test(`filename: ${name}`, () => assert.equal(filenameOf(given), wanted));
}
