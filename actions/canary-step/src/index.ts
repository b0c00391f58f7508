export { afterCanary, canaryStep } from './canary.ts'
export { contract } from './inputs.ts'
export { NOTE } from './prepare.ts'
export { findingsNow } from './rehearse.ts'
