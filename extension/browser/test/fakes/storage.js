// chrome.storage.local in memory: it copies what goes in and out, answers later, and can die at a given operation.

export class MemoryStorage {
  operations = 0;
  values = new Map();

  /** @param {{at: number, applied: boolean}} [death] the operation at which the worker dies, and whether it still happens */
  dieAt(death) {
    this.operations = 0;
    this.death = death;
  }

  async get(keys) {
    await this.#step(() => {});
    const wanted = keys === null ? [...this.values.keys()] : [keys].flat();
    const found = wanted.filter((key) => this.values.has(key));
    return structuredClone(Object.fromEntries(found.map((key) => [key, this.values.get(key)])));
  }

  async set(values) {
    await this.#step(() => {
      for (const [key, value] of Object.entries(structuredClone(values))) this.values.set(key, value);
    });
  }

  async remove(keys) {
    await this.#step(() => [keys].flat().forEach((key) => this.values.delete(key)));
  }

  /** A dead worker does not get an error: its promises never settle. */
  async #step(apply) {
    await null;
    const dies = this.operations++ === this.death?.at;
    if (!dies || this.death.applied) apply();
    if (dies) this.ondeath();
    if (dies) await new Promise(() => {});
  }

  ondeath() {}
}
