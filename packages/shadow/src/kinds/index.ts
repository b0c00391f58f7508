export * from './concordance.ts'
export * from './kappa.ts'
export * from './rank-measures.ts'
export * from './score-measures.ts'
