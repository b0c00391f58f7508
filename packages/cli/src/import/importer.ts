import type { Ledger } from './ledger.ts'
import type { InputPlace } from './place.ts'
import type { Release } from './release.ts'

/** Reads the settings of one tool. What it says nothing about is listed afterwards. */
export interface Importer {
  /** Whether a document belongs to this tool. */
  readonly claims: (document: InputPlace) => boolean
  /** The releases in all documents of this tool. */
  readonly read: (documents: readonly InputPlace[], ledger: Ledger) => readonly Release[]
}
