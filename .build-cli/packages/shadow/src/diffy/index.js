export * from "./lift.js";
export * from "./difference.js";
export { diffyFilter, DIFFY_DEFAULTS } from '@sluice/stats';
export * from "./collect.js";
