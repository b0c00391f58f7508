import { serveShadowWork } from './thread.ts'

// Runs as a thread of `compareFiles`; nothing else imports this module.
serveShadowWork()
