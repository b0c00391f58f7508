import { serveShadowWork } from '@sluice/shadow'

/** Another thread of `sluice shadow`; a bundle of its own, since what a thread loads it loads again. */
serveShadowWork()
