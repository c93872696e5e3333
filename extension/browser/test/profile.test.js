import assert from "node:assert/strict";
import {test} from "node:test";

import {defaultHost, hostOf, profileID} from "../profile.js";

const id = "900000000000101";
const profiles = {
  "https://search.amazinghiring.com/profiles/900000000000101": id,
  "https://search.amazinghiring.com/profiles/900000000000101/": id,
  "https://search.amazinghiring.com/profiles/900000000000101/contacts": id,
  "https://search.amazinghiring.com/profiles/900000000000101?folder=7": id,
  "https://search.amazinghiring.com/profiles/900000000000101#skills": id,
  "https://SEARCH.AmazingHiring.com:443/profiles/900000000000101": id,
  "https://search.amazinghiring.com/profiles/9223372036854775807": "9223372036854775807",
  "https://search.amazinghiring.com/profiles/9223372036854775808": "",
  "https://search.amazinghiring.com/profiles/99999999999999999999": "",
  "https://search.amazinghiring.com/profiles/0": "",
  "https://search.amazinghiring.com/profiles/007": "",
  "https://search.amazinghiring.com/profiles/-5": "",
  "https://search.amazinghiring.com/profiles/12abc": "",
  "https://search.amazinghiring.com/profiles/": "",
  "https://search.amazinghiring.com/profiles": "",
  "https://search.amazinghiring.com/folders/12": "",
  "https://search.amazinghiring.com/x/profiles/12": "",
  "https://search.amazinghiring.com:8443/profiles/12": "",
  "https://search.amazinghiring.com.evil.example/profiles/12": "",
  "https://evil.example/?https://search.amazinghiring.com/profiles/12": "",
  "https://search.amazinghiring.com@evil.example/profiles/12": "",
  "ftp://search.amazinghiring.com/profiles/12": "",
  "chrome://newtab/": "",
  "about:blank": "",
  "not an address": "",
  "": "",
};
for (const [address, wanted] of Object.entries(profiles)) {
  test(`the profile at ${address || "no address"}`, () => assert.equal(profileID(address), wanted));
}

test("another host, with a port", () => {
  assert.equal(profileID("http://profiles.example:8080/profiles/12", "profiles.example:8080"), "12");
  assert.equal(profileID("http://profiles.example/profiles/12", "profiles.example:8080"), "");
  assert.equal(profileID("https://search.amazinghiring.com/profiles/12", "profiles.example:8080"), "");
});

const hosts = {
  "": defaultHost,
  "  ": defaultHost,
  "profiles.example": "profiles.example",
  " Profiles.Example ": "profiles.example",
  "profiles.example:8080": "profiles.example:8080",
  "https://profiles.example/profiles/12?x#y": "profiles.example",
  "http://127.0.0.1:4711": "127.0.0.1:4711",
  "user@profiles.example": "",
  "javascript://x": "",
  "two words": "",
};
for (const [typed, wanted] of Object.entries(hosts)) {
  test(`the host in “${typed}”`, () => assert.equal(hostOf(typed), wanted));
}
