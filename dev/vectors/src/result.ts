/** What became of one vector: a vector that could not be run is one that did not pass, and `got` says why. */
export interface VectorResult {
  readonly name: string
  readonly passed: boolean
  readonly expected: unknown
  readonly got: unknown
}

/** One file format: how to recognise a parsed document, and how to run everything in it. */
export interface VectorFormat {
  readonly name: string
  readonly recognises: (document: unknown) => boolean
  /** `text` is the document as it is written, for formats in which 1 is not 1.0. */
  readonly run: (document: unknown, text?: string) => readonly VectorResult[]
}
