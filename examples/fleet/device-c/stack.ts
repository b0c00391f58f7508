/** The deepest chain of calls below `start`, in bytes of stack, from the `.ci` files that `-fcallgraph-info=su` wrote to a folder. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A function that calls itself, and how often: JSON is read at most this deep (`DEEPEST` in json.c, and the outermost value). */
const RECURSIVE = { name: 'valueEnd', times: 10 }

const folder = process.argv[2] ?? '.'
const frames = new Map<string, number>()
const calls = new Map<string, Set<string>>()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.ci'))) {
  const text = readFileSync(join(folder, file), 'utf8')
  for (const [, name = '', bytes = ''] of text.matchAll(
    /node: \{ title: "([^"]+)" label: "[^"]*\\n(\d+) bytes/g,
  ))
    frames.set(name, Number(bytes))
  for (const [, from = '', to = ''] of text.matchAll(/sourcename: "([^"]+)" targetname: "([^"]+)"/g))
    calls.set(from, (calls.get(from) ?? new Set()).add(to))
}

interface Chain {
  readonly bytes: number
  readonly names: readonly string[]
}

function deepest(name: string, above: readonly string[]): Chain {
  const times = name.endsWith(`:${RECURSIVE.name}`) ? RECURSIVE.times : 1
  const own = (frames.get(name) ?? 0) * times
  const below = [...(calls.get(name) ?? [])]
    .filter((next) => !above.includes(next) && next !== name)
    .map((next) => deepest(next, [...above, name]))
    .reduce((most, one) => (one.bytes > most.bytes ? one : most), { bytes: 0, names: [] })
  return { bytes: own + below.bytes, names: [name.replace(/^.*:/, ''), ...below.names] }
}

const { bytes, names } = deepest('start', [])
console.log(`stack: ${bytes} bytes, by ${names.join(' > ')}; what the hardware's functions take comes on top`)
