export { contract } from './inputs.ts'
export { NOTE } from './prepare.ts'
export { afterSwap, swap } from './swap.ts'
