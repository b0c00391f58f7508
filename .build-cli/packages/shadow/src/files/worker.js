import { serveShadowWork } from "./thread.js";
// Runs as a thread of `compareFiles`; nothing else imports this module.
serveShadowWork();
