import type { Annotation } from '../model/index.ts'
import { Refusal } from '../server/refusal.ts'

const MAX_TEXT_BYTES = 65535
const MAX_DETAIL_BYTES = 64 * 1024
const MAX_TITLE_CHARACTERS = 255

export interface OutputBody {
  readonly title?: string
  readonly summary?: string
  readonly text?: string
  readonly annotations?: readonly Annotation[]
}

const bytes = (text: string | undefined): number => Buffer.byteLength(text ?? '', 'utf8')

/** Holds an output to the limits that the schema counts in characters and the server in bytes. */
export function checkOutput(output: OutputBody): void {
  for (const field of ['summary', 'text'] as const) {
    if (bytes(output[field]) > MAX_TEXT_BYTES) {
      throw new Refusal(422, `Invalid request.\n\n${field} exceeds a maximum bytesize of ${MAX_TEXT_BYTES}`)
    }
  }
  for (const one of output.annotations ?? []) checkAnnotation(one)
}

function checkAnnotation(one: Annotation): void {
  if (bytes(one.message) > MAX_DETAIL_BYTES || bytes(one.raw_details) > MAX_DETAIL_BYTES) {
    throw new Refusal(422, 'Invalid request.\n\nannotation message or raw_details exceeds 64 KB')
  }
  if ([...(one.title ?? '')].length > MAX_TITLE_CHARACTERS) {
    throw new Refusal(422, 'Invalid request.\n\nannotation title exceeds 255 characters')
  }
  const hasColumns = one.start_column !== undefined || one.end_column !== undefined
  if (hasColumns && one.start_line !== one.end_line) {
    throw new Refusal(422, 'Invalid request.\n\ncolumns need start_line and end_line to be equal')
  }
}
