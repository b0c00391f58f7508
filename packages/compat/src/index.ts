export * as argo from './argo/index.ts'
export * as kayenta from './kayenta/index.ts'
export { judge, judges, metricsField, metricsSchema, parseMetrics, rejudge } from './judges.ts'
