export * from './crossing.ts'
export * from './ratio-eprocess.ts'
export * from './ratio-interval.ts'
export * from './tilt.ts'
