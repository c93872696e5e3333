// The extension's background: a service worker in Chromium, an event page in Firefox. The browser may stop it at any moment
// and start it again for the next event.

import {App} from "./app.js";
import {guardStorage} from "./browsers.js";
import {wire} from "./wiring.js";

wire(chrome, new App(chrome));
// Personal data waits in this storage; the function that reads a page must not reach it.
guardStorage(chrome);
