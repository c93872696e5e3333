// A service that keeps one item for each request id and takes files in pieces, as the real one does.

import {createHash} from "node:crypto";

import {ServiceError} from "../../errors.js";

export const sha256Of = (bytes) => createHash("sha256").update(bytes).digest("hex");

export class FakeService {
  items = new Map();
  files = new Map();
  parts = new Map();
  log = [];

  receive = async (message) => {
    this.log.push(message.type);
    return message.type === "upload" ? this.#upload(message) : this.#add(message);
  };

  #add(message) {
    const missing = (message.files ?? []).some(({sha256}) => !this.files.has(sha256));
    if (missing) throw new ServiceError({code: "file_missing", message: "A file has not been uploaded."});
    const duplicate = this.items.has(message.request_id);
    if (!duplicate) this.items.set(message.request_id, {item_id: `it_${this.items.size + 1}`, message});
    return {type: "receipt", request_id: message.request_id, item_id: this.items.get(message.request_id).item_id, duplicate};
  }

  #upload({sha256, size, offset, data = ""}) {
    const there = this.parts.get(sha256) ?? Buffer.alloc(0);
    const piece = Buffer.from(data, "base64");
    const bytes = offset === there.length ? Buffer.concat([there, piece]) : there;
    this.parts.set(sha256, bytes);
    const complete = bytes.length === size;
    if (complete && sha256Of(bytes) !== sha256) throw new ServiceError({code: "bad_file", message: "Another file."});
    if (complete) this.files.set(sha256, bytes);
    return {type: "uploaded", sha256, received: bytes.length, complete};
  }
}
