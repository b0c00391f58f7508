export * from './contract.ts'
export { defineSource } from './define-source.ts'
export * from './registry.ts'
export { readRecording, type RecordingFormat } from './file/recording.ts'
