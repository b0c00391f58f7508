import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** How the second file relates to the first. */
export type Relation = 'two-leaves' | 'same'

/** A nested record of about a kilobyte with made-up data; `changed` alters two leaves. */
export function record(n: number, changed: boolean): string {
  const items = Array.from({ length: 6 }, (_, k) => ({
    sku: `sku-${(n * 7 + k) % 9973}`,
    title: `A thing of kind ${k} in lot ${n % 1000}`,
    price: ((n * 31 + k * 17) % 100_000) / 100,
    tags: ['new', 'sale', `lot-${n % 97}`],
  }))
  return JSON.stringify({
    id: `r-${String(n).padStart(9, '0')}`,
    status: 200,
    user: {
      id: n % 50_021,
      name: `User ${n % 50_021}`,
      tier: n % 3 === 0 ? 'gold' : 'plain',
      score: ((n * 13) % 1000) / 1000 + (changed ? 0.001 : 0),
    },
    items,
    page: { total: 6, next: null, facets: { color: ['red', 'blue', 'green'], size: [1, 2, 3, 4, 5] } },
    meta: { trace: `t-${changed ? 'x' : 'y'}${n % 100_003}`, region: 'eu-west-1', cached: n % 2 === 0 },
  })
}

/** Writes records until a file has a size, in order or in the order of a fixed permutation; returns how many. */
export function writeRecords(path: string, count: number, changed: boolean, shuffled: boolean): void {
  const file = openSync(path, 'w')
  // A step that shares no factor with the count visits every record once, far from its neighbours.
  const step = shuffled ? coprime(count, 7919) : 1
  let lines: string[] = []
  for (let k = 0, n = 0; k < count; k++, n = (n + step) % count) {
    lines.push(record(n, changed))
    if (lines.length === 2000 || k === count - 1) {
      writeSync(file, `${lines.join('\n')}\n`)
      lines = []
    }
  }
  closeSync(file)
}

/** Waits until files are on the disk: writing them in the background would take from what is measured next. */
export function settle(paths: readonly string[]): void {
  for (const path of paths) {
    const file = openSync(path, 'r+')
    fsyncSync(file)
    closeSync(file)
  }
}

function coprime(count: number, from: number): number {
  let step = from
  while (gcd(step, count) !== 1) step++
  return step
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
