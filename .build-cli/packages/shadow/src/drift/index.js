export * from "./anderson.js";
export * from "./bins.js";
export * from "./cramer-von-mises.js";
export * from "./drift.js";
export * from "./epps-singleton.js";
export * from "./evidently.js";
