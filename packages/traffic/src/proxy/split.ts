import type { IncomingHttpHeaders } from 'node:http'

export type ProxyArm = 'baseline' | 'candidate'

/** What keeps one user with one arm: the value of a request header or of a cookie. */
export interface StickyBy {
  readonly from: 'header' | 'cookie'
  readonly name: string
}

const GOLDEN_RATIO = 0.618_033_988_749_894_9

/**
 * Chooses an arm per request. Without a key the points n·φ mod 1 decide: at any moment the candidate's share is within
 * a few requests of the weight, and because φ is irrational no period in the traffic can line up with the choice
 * (Weyl). With a key its hash decides, so that whoever is in 5 % is also in 25 %.
 */
export function createSplit(sticky?: StickyBy): (weight: number, headers: IncomingHttpHeaders) => ProxyArm {
  let point = 0.5
  return (weight, headers) => {
    const key = sticky === undefined ? undefined : keyOf(sticky, headers)
    if (key === undefined) point = (point + GOLDEN_RATIO) % 1
    return (key === undefined ? point : unitHash(key)) * 100 < weight ? 'candidate' : 'baseline'
  }
}

function keyOf(sticky: StickyBy, headers: IncomingHttpHeaders): string | undefined {
  if (sticky.from === 'header') {
    const value = headers[sticky.name.toLowerCase()]
    return Array.isArray(value) ? value[0] : value
  }
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === sticky.name) return pair.slice(at + 1).trim()
  }
  return undefined
}

/** A text as a number in [0, 1): FNV-1a, then MurmurHash3's finalizer, because FNV alone is uneven in its high bits. */
export function unitHash(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000
}
