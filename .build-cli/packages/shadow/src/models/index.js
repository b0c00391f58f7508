export * from "./class-measures.js";
export * from "./concordance.js";
export * from "./kappa.js";
export * from "./rank-measures.js";
export * from "./regression-measures.js";
export * from "./score-measures.js";
