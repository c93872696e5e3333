import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";

import {fromBase64, fromHex, keyID, makeNonce, parseKey, proofs, toBase64, toHex} from "../pairing.js";

const vector = JSON.parse(readFileSync(new URL("../../testdata/pairing.json", import.meta.url), "utf8"));
const key = fromHex(vector.key);
const client = fromHex(vector.client_nonce);
const server = fromHex(vector.server_nonce);

test("the key as it is printed is the key", () => {
  assert.equal(toHex(parseKey(vector.key_text)), vector.key);
});

const sameKey = {
  "small letters": vector.key_text.toLowerCase(),
  "no groups": vector.key_text.replaceAll("-", ""),
  "spaces": `  ${vector.key_text.replaceAll("-", " ")}\n`,
};
for (const [name, text] of Object.entries(sameKey)) {
  test(`a key is read with ${name}`, () => assert.equal(toHex(parseKey(text)), vector.key));
}

const noKey = {
  "nothing": "",
  "a letter missing": vector.key_text.slice(0, -1),
  "a letter too many": `${vector.key_text}A`,
  "a digit that base32 does not have": vector.key_text.replace("N", "1"),
  "bits left over at the end": vector.key_text.slice(0, -1) + "V",
};
for (const [name, text] of Object.entries(noKey)) {
  test(`no key: ${name}`, () => assert.equal(parseKey(text), null));
}

test("key ids", async () => {
  assert.equal(await keyID(key), vector.key_id);
  assert.equal(await keyID(fromHex(vector.long_term_key)), vector.long_term_key_id);
});

test("proofs and the long-term key", async () => {
  const {clientProof, longTermKey, serverProofIs} = await proofs(key, vector.port, client, server);
  assert.equal(toBase64(clientProof), vector.client_proof);
  assert.equal(toHex(longTermKey), vector.long_term_key);
  assert.equal(await serverProofIs(fromBase64(vector.server_proof)), true);
});

const wrongProofs = {
  "the client's own, sent back": vector.client_proof,
  "none": "",
  "no base64": "%",
  "one bit off": toBase64(fromBase64(vector.server_proof).map((b, i) => (i === 31 ? b ^ 1 : b))),
};
for (const [name, proof] of Object.entries(wrongProofs)) {
  test(`a server's proof that is refused: ${name}`, async () => {
    const {serverProofIs} = await proofs(key, vector.port, client, server);
    assert.equal(await serverProofIs(fromBase64(proof)), false);
  });
}

test("a proof made for another port is refused", async () => {
  const {serverProofIs} = await proofs(key, vector.port + 1, client, server);
  assert.equal(await serverProofIs(fromBase64(vector.server_proof)), false);
});

test("challenges are 32 bytes and never the same", () => {
  assert.equal(makeNonce().length, 32);
  assert.notEqual(toHex(makeNonce()), toHex(makeNonce()));
});
