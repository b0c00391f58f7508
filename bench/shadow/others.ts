import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** The one function that each library is used by. */
export type Library = Readonly<Record<string, unknown>> & ((a: unknown, b: unknown) => unknown)

function lines(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}

/** What everything is measured in: `JSON.parse` of the lines of one file, reading and splitting not counted. Seconds. */
export function parseOnly(path: string): number {
  const split = lines(path)
  const began = performance.now()
  let status = 0
  for (const line of split) status += (JSON.parse(line) as { readonly status: number }).status
  if (status !== 200 * split.length) throw new Error(`the records of ${path} are not those of this bench`)
  return (performance.now() - began) / 1000
}

/** The same with reading and splitting, as any program has to. Seconds. */
export function readAndParse(path: string): number {
  const began = performance.now()
  parseOnly(path)
  return (performance.now() - began) / 1000
}

/** Compares two files as bytes, in pieces that stay in the processor's cache: no records, no counts. */
export function compareBytes(primary: string, candidate: string): void {
  const files = [primary, candidate].map((path) => openSync(path, 'r'))
  const [left, right] = [Buffer.allocUnsafe(256 * 1024), Buffer.allocUnsafe(256 * 1024)]
  const [one = -1, other = -1] = files
  for (let at = 0, got = 1; got > 0; at += left.length) {
    got = readSync(one, left, 0, left.length, at)
    readSync(other, right, 0, right.length, at)
    if (left.compare(right, 0, got, 0, got) !== 0) throw new Error('the files are not the same')
  }
  for (const file of files) closeSync(file)
}

/** The usual way: parse both, walk both, note the paths that differ. */
export function parseAndWalk(primary: string, candidate: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const others = lines(candidate)
  lines(primary).forEach((line, i) => walk(JSON.parse(line), JSON.parse(others[i] ?? 'null'), '', counts))
  return counts
}

function walk(a: unknown, b: unknown, path: string, counts: Map<string, number>): void {
  if (a === b) return
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    counts.set(path, (counts.get(path) ?? 0) + 1)
    return
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left)
    walk(left[key], right[key], Array.isArray(a) ? `${path}[*]` : `${path}.${key}`, counts)
  for (const key in right)
    if (!(key in left)) counts.set(`${path}.${key}`, (counts.get(`${path}.${key}`) ?? 0) + 1)
}

/** Parse both and let a library say what differs. */
export function withLibrary(name: string, library: Library, primary: string, candidate: string): number {
  const functions: Readonly<Record<string, string>> = {
    'fast-json-patch': 'compare',
    jsondiffpatch: 'diff',
    'deep-diff': 'diff',
  }
  const found = library[functions[name] ?? '']
  const differ = (typeof found === 'function' ? found : library) as (a: unknown, b: unknown) => unknown
  const others = lines(candidate)
  let differing = 0
  lines(primary).forEach((line, i) => {
    if (differ(JSON.parse(line), JSON.parse(others[i] ?? 'null')) !== undefined) differing++
  })
  return differing
}
