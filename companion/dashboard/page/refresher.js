// Asks again when something has changed, but never so often that asking is all the service does.

const pauseMs = 700;
const restPerWork = 4;

/** Refresher runs one task, one run at a time. */
export class Refresher {
  #running = false;
  #again = false;

  /** @param {() => Promise<unknown>} task @param {number} [pause] between two runs, in milliseconds */
  constructor(task, pause = pauseMs) {
    this.task = task;
    this.pause = pause;
  }

  /** At once, unless it runs or has just run: then once more after that. */
  async soon() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#again) {
      this.#again = false;
      const began = performance.now();
      await this.task().catch(() => {}); // a task says itself what went wrong
      await sleep(Math.max(this.pause, (performance.now() - began) * restPerWork));
    }
    this.#running = false;
  }
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
