// Which page the recruiter is looking at. In the side panel that is the active tab; opened with ?address=… the panel shows
// that profile and follows nothing.

import {mergeFacts, readers} from "../facts.js";

const amazinghiring = {origins: ["https://search.amazinghiring.com/*"]};

/** Page tells the address of the tab it follows and reads that tab when asked. */
export class Page {
  /** @type {number} */
  #tab = chrome.tabs.TAB_ID_NONE;

  /** @param {(address: string) => void} onaddress */
  constructor(onaddress) {
    this.onaddress = onaddress;
    this.given = new URLSearchParams(location.search).get("address");
  }

  follow() {
    if (this.given !== null) return this.onaddress(this.given);
    chrome.tabs.onActivated.addListener(() => this.look());
    chrome.tabs.onUpdated.addListener((_id, change, tab) => {
      if (tab.active && (change.url || change.status === "complete")) this.look();
    });
    return this.look();
  }

  /** Also after a press of the toolbar button, which lets the extension see the address of that tab. */
  async look() {
    if (this.given !== null) return;
    const [tab] = await chrome.tabs.query({active: true, currentWindow: true});
    this.#tab = tab?.id ?? chrome.tabs.TAB_ID_NONE;
    this.onaddress(tab?.url ?? "");
  }

  /** @returns {Promise<boolean>} whether it makes sense to offer allow */
  async mayAsk() {
    return this.given === null && !(await chrome.permissions.contains(amazinghiring));
  }

  /** Lets the panel see the addresses of AmazingHiring's pages without a press of the toolbar button on each. */
  async allow() {
    if (await chrome.permissions.request(amazinghiring)) await this.look();
  }

  /**
   * @returns {Promise<import("../facts.js").Facts>} rejects when the browser does not let us into the page, which it does
   *   after a press of the toolbar button there
   */
  async read() {
    const target = {tabId: this.#tab};
    const results = await Promise.all(readers.map((func) => chrome.scripting.executeScript({target, func})));
    return mergeFacts(results.map(([first]) => /** @type {any} */ (first?.result) ?? {}));
  }
}
