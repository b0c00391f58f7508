export * from './lifted.ts'
export * from './lift.ts'
export * from './difference.ts'
export { diffyFilter } from '@sluice/stats'
