export * from './source.ts'
export * from './registry.ts'
