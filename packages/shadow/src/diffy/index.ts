export * from './lifted.ts'
export * from './lift.ts'
export * from './difference.ts'
export { diffyFilter, DIFFY_DEFAULTS } from '@sluice/stats'
