// What differs between Chromium browsers and Firefox, in one place. Everything is asked of the browser itself, never by its
// name, so that a browser which learns the other's way is served at once.

/**
 * What Chrome's types do not know of Firefox; see sidebarAction and runtime.Port below
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API.
 * @typedef {{sidebarAction?: {open(): Promise<void>}}} FirefoxOnly
 * @typedef {{error?: {message: string} | null}} FirefoxPort
 */

/**
 * Opens the panel beside the page. It must be called before anything is awaited: browsers allow it only while a click is
 * being handled.
 * @param {typeof chrome} api @param {chrome.tabs.Tab} tab
 */
export function openPanel(api, tab) {
  if (api.sidePanel) return api.sidePanel.open({windowId: tab.windowId});
  return /** @type {FirefoxOnly} */ (api).sidebarAction?.open();
}

/**
 * Why a native port ended: Firefox says it at the port, Chromium in runtime.lastError, there only during the event.
 * @param {FirefoxPort} port @param {string} lastError
 */
export function portError(port, lastError) {
  return port.error?.message ?? lastError;
}

/**
 * Keeps the storage from code that reads a web page, where the browser can.
 * @param {typeof chrome} api
 */
export function guardStorage(api) {
  return api.storage.local.setAccessLevel?.({accessLevel: "TRUSTED_CONTEXTS"});
}
