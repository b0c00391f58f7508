export * from './bins.ts'
export * from './drift.ts'
export * from './evidently.ts'
