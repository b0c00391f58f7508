import type { InputPlace } from './place.ts'

/**
 * What became of one part of the input: it means the same now, it means something else, or it has no equivalent.
 * `chosen` is a value of the output that the input does not give.
 */
export type NoteKind = 'carried' | 'changed' | 'left' | 'chosen'

export interface Note {
  readonly outcome: NoteKind
  readonly file?: string
  readonly line?: number
  readonly lastLine?: number
  /** Of what was chosen: for which service. */
  readonly service?: string
  /** Where in the document, or the setting that was chosen. */
  readonly path: string
  /** The value of a leaf that was carried over or changed. Never of one that was left, which may be a secret. */
  readonly value?: string
  /** What it became. */
  readonly into?: string
  readonly why?: string
  /** What a person should do. */
  readonly todo?: string
}

const LONGEST = 100

/** Takes down what became of every part of the input. What nothing was said about is found by `rest`. */
export class Ledger {
  readonly notes: Note[] = []
  readonly #told = new Set<InputPlace>()
  readonly #said = new Set<string>()
  #service = ''

  /** What is chosen from now on belongs to this service. */
  begin(service: string): void {
    this.#service = service
  }

  carried(place: InputPlace | undefined, into: string): void {
    this.#add('carried', place, { into })
  }

  changed(place: InputPlace | undefined, into: string, why: string): void {
    this.#add('changed', place, { into, why })
  }

  left(place: InputPlace | undefined, why: string, todo?: string): void {
    this.#add('left', place, { why, ...(todo === undefined ? {} : { todo }) })
  }

  chosen(path: string, value: string, why: string): void {
    this.#say({ outcome: 'chosen', service: this.#service, path, value, why })
  }

  /** Takes back what was said about a metric that is left out after all. */
  withdraw(metric: InputPlace, name: string): void {
    const { file, path, line, lastLine } = metric
    const kept = this.notes.filter((note) => {
      const isInside =
        note.file === file &&
        note.path.startsWith(path) &&
        (note.line ?? 0) >= line &&
        (note.line ?? 0) <= lastLine
      return !isInside && !(note.outcome === 'chosen' && note.path.includes(`"${name}"`))
    })
    this.notes.splice(0, this.notes.length, ...kept)
  }

  /** Lists what nothing was said about, in as few lines as possible. */
  rest(document: InputPlace): void {
    for (const place of this.#untold(document)) this.left(place, 'Sluice has no equivalent.')
  }

  #add(outcome: NoteKind, place: InputPlace | undefined, said: Partial<Note>): void {
    if (place === undefined) return
    this.#told.add(place)
    const { file, line, lastLine, path, kind, leaf } = place
    const value = kind === 'leaf' && outcome !== 'left' ? { value: shortened(String(leaf)) } : {}
    this.#say({
      outcome,
      file,
      line,
      ...(lastLine > line ? { lastLine } : {}),
      path,
      ...value,
      ...said,
    })
  }

  #say(note: Note): void {
    const text = JSON.stringify(note)
    if (this.#said.has(text)) return
    this.#said.add(text)
    this.notes.push(note)
  }

  #untold(place: InputPlace): readonly InputPlace[] {
    if (this.#told.has(place)) return []
    const children = [...place.items, ...place.entries.map(([, child]) => child)]
    if (children.every((child) => !this.#isTouched(child))) return [place]
    return children.flatMap((child) => this.#untold(child))
  }

  #isTouched(place: InputPlace): boolean {
    if (this.#told.has(place)) return true
    return (
      place.items.some((item) => this.#isTouched(item)) ||
      place.entries.some(([, one]) => this.#isTouched(one))
    )
  }
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}
