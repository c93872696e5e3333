// A client for greenhouse-companion in sixty lines, for the worker of an extension whose origin the user has allowed
// ([websocket] origins in config.toml). ../../PROTOCOL.md has all the messages.
//
//   const ask = await connect(47810, await stored() ?? parseKey(typed), (key) => store(key));
//   const receipt = await ask({type: "add", request_id: crypto.randomUUID(), profile: {name: "Marta Okafor"}, target: {kind: "prospect"}});

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const bytes = (...parts) => new Uint8Array(parts.flatMap((p) => [...(typeof p === "string" ? new TextEncoder().encode(p) : p)]));
const toBase64 = (data) => btoa(String.fromCharCode(...data));
const fromBase64 = (text = "") => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** The 16 bytes of the one-time key that "greenhouse-companion pair" shows. */
export function parseKey(text) {
  const bits = [...text.toUpperCase().replace(/[\s-]/g, "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from({length: 16}, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8), 2));
}

/** Connects to one port, lets the service prove itself, proves itself, and returns a function that asks and gives the answer. */
export async function connect(port, key, keep, open = (url) => new WebSocket(url)) {
  const socket = open(`ws://127.0.0.1:${port}/v1/socket`);
  const ask = await conversation(socket);
  const mine = crypto.getRandomValues(new Uint8Array(32));
  const client = {name: "example client", version: "1"};
  const welcome = await ask({type: "hello", protocol: 1, client, key_id: await keyID(key), challenge: toBase64(mine)});

  const hmac = await crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign", "verify"]);
  const content = (role) => bytes(`greenhouse-companion ${role}\0`, [port >> 8, port & 0xff], mine, fromBase64(welcome.challenge));
  const sign = async (role) => new Uint8Array(await crypto.subtle.sign("HMAC", hmac, content(role)));
  if (!(await crypto.subtle.verify("HMAC", hmac, fromBase64(welcome.proof), content("server")))) {
    socket.close(); // whoever this is has learned nothing
    throw new Error("another program answers in the service's place");
  }
  if (key.length === 16) await keep(await sign("long-term")); // before the proof: that spends the one-time key
  await ask({type: "prove", proof: toBase64(await sign("client"))});
  return ask;
}

async function keyID(key) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes("greenhouse-companion key id\0", key)));
  return [...hash.slice(0, 8)].map((b) => b.toString(16).padStart(2, "0")).join("");
}

async function conversation(socket) {
  const waiting = new Map();
  await new Promise((resolve, reject) => Object.assign(socket, {onopen: resolve, onerror: () => reject(new Error("nobody listens"))}));
  socket.onclose = () => waiting.forEach(({reject}) => reject(new Error("the connection ended")));
  socket.onmessage = ({data}) => {
    const message = JSON.parse(data);
    const {resolve, reject} = waiting.get(message.id) ?? {}; // events and keepalives answer nothing
    waiting.delete(message.id);
    if (message.type === "error") reject?.(Object.assign(new Error(message.message), {code: message.code}));
    else resolve?.(message);
  };
  let last = 0;
  return (message) => new Promise((resolve, reject) => {
    const id = String(++last);
    waiting.set(id, {resolve, reject});
    socket.send(JSON.stringify({...message, id}));
  });
}
