export { shadowMarkdown } from "./markdown.js";
export { shadowHtml, SHADOW_SCRIPT } from "./html.js";
export { shadowTerminal } from "./terminal.js";
export { sentence as shadowSentence } from "./sentence.js";
