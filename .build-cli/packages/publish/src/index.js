export * from "./inputs.js";
export * from "./conclusion.js";
export * from "./connect.js";
export * from "./publisher.js";
export * from "./report-files.js";
export { pathFrom, reportFolder, writingReports } from "./report-folder.js";
export * from "./evidence.js";
