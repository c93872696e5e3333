// The résumé that goes along with the person. It stays chosen until another profile is shown, because an add may be refused
// and made once more.

import {ServiceError} from "../errors.js";
import {FileStore} from "../files.js";
import {filenameOf} from "../form.js";
import {toHex} from "../pairing.js";
import {field} from "./dom.js";

// The service's own limit is a setting; this is its default, and keeps a film out of the browser's storage.
const largestMB = 25;

/** ResumeField is the file field #resume. */
export class ResumeField {
  #files = new FileStore();

  clear() {
    field("resume").value = "";
  }

  /**
   * Keeps the chosen file for the add, before the add itself is kept.
   * @param {string} request_id
   * @returns {Promise<{files?: import("../files.js").FileInfo[]}>} what the add says of it; rejects with a ServiceError
   */
  async keep(request_id) {
    const file = field("resume").files?.[0];
    if (!file) return {};
    if (file.size === 0) throw badFile("The résumé is empty.");
    if (file.size > largestMB * 1024 * 1024) throw badFile(`The résumé is larger than ${largestMB} MB.`);
    const content = await file.arrayBuffer().catch(() => {
      throw badFile("The résumé cannot be read.");
    });
    const hash = await crypto.subtle.digest("SHA-256", content);
    await this.#files.put(request_id, new Blob([content]));
    return {files: [{sha256: toHex(new Uint8Array(hash)), filename: filenameOf(file.name), type: "resume"}]};
  }
}

/** @param {string} message */
function badFile(message) {
  return new ServiceError({code: "bad_file", message, remedy: "Choose another file, or none."});
}
