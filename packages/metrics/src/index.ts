export * from './contract.ts'
export * from './registry.ts'
export { readRecording, type RecordingFormat } from './file/recording.ts'
