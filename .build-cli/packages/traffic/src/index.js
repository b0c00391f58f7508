export * from "./contract.js";
export * from "./registry.js";
export * from "./shift.js";
export { startProxy } from "./proxy/start-proxy.js";
