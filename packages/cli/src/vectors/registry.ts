import type { VectorFormat } from './result.ts'

/** Every vector format that can be run; a format is one file and one line here. */
export const formats: readonly VectorFormat[] = []
