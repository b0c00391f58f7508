import { Picker } from '../json/pick.ts'
import { utf8At } from '../json/scan.ts'
import type { RecordBytes } from '../pairs/sink.ts'

/** What is read of a record besides how it differs. */
const GROUPS = ['measures', 'answers', 'slices', 'labels', 'inputs'] as const
export type Group = (typeof GROUPS)[number]

/** Reads the values at some places of a record, all of them in one go. */
export class Places {
  readonly count: number
  readonly #picker: Picker
  readonly #first = new Map<Group, number>()
  #bytes: Buffer = Buffer.alloc(0)

  constructor(groups: Readonly<Partial<Record<Group, readonly (readonly string[])[]>>>) {
    const all: (readonly string[])[] = []
    for (const group of GROUPS) {
      const paths = groups[group] ?? []
      if (paths.length > 0) this.#first.set(group, all.length)
      all.push(...paths)
    }
    this.count = all.length
    this.#picker = new Picker(all)
  }

  read({ bytes, from, to }: RecordBytes): void {
    this.#bytes = bytes
    this.#picker.pick(bytes, from, to)
  }

  /** The value at the k-th place of a group in the record last read, as it is written; undefined where there is none. */
  token(group: Group, k: number): string | undefined {
    const first = this.#first.get(group)
    if (first === undefined) return undefined
    const slot = first + k
    const [from = -1, to = -1] = [this.#picker.ranges[slot * 2], this.#picker.ranges[slot * 2 + 1]]
    return from < 0 ? undefined : utf8At(this.#bytes, from, to)
  }
}
