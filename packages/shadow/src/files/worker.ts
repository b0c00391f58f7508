import { serveShadowWork } from './parallel.ts'

// Runs as a thread of `compareFiles`; nothing else imports this module.
serveShadowWork()
