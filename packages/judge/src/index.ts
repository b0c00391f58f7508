export * as kayenta from './kayenta/index.ts'
export * as threshold from './threshold/index.ts'
