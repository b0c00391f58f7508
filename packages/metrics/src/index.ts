export * from './source.ts'
export * from './registry.ts'
export { readRecording, type RecordingFormat } from './file/recording.ts'
