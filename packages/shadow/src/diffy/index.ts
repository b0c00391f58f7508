export * from './lift.ts'
export * from './difference.ts'
export * from './filter.ts'
export * from './collect.ts'
