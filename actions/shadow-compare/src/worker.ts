import { serveShadowWork } from '@sluice/shadow'

/** Another thread of the comparison; a bundle of its own, since what a thread loads it loads again. */
serveShadowWork()
