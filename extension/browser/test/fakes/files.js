// The store of files in memory: in the same storage as the outbox, so that a worker can die at its operations as well.

export class MemoryFiles {
  /** @param {import("./storage.js").MemoryStorage} storage */
  constructor(storage) {
    this.storage = storage;
  }

  put(request_id, content) {
    return this.storage.set({[`file:${request_id}`]: content});
  }

  async get(request_id) {
    const key = `file:${request_id}`;
    return (await this.storage.get(key))[key];
  }

  remove(request_id) {
    return this.storage.remove(`file:${request_id}`);
  }
}
