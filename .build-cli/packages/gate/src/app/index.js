export { createGateApp } from "./gate-app.js";
export { createGateServer } from "./server.js";
export { DEFAULTS } from "./options.js";
export { jsonLog } from "./log.js";
export { createManifestPage, manifestOf, redeemManifestCode } from "./manifest.js";
