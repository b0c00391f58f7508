export * from "./contract.js";
export * from "./registry.js";
export { readRecording } from "./file/recording.js";
