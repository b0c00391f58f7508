import { describe, expect, test } from 'vitest'
import { circles } from '../support/circles.ts'
import { homeOf, importsOf, sources } from '../support/sources.ts'

/** Which packages a package may import; arrows only point down. Adapters never know each other. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/schema': [],
  'packages/verdict': ['schema'],
  'packages/stats': [],
  'packages/action': ['schema'],
  'packages/judge': ['verdict', 'stats', 'action', 'schema'],
  'packages/compat': ['judge', 'verdict', 'stats', 'action', 'schema'],
  'packages/cloud': ['action', 'schema'],
  'packages/metrics': ['verdict', 'action', 'cloud', 'schema'],
  'packages/traffic': ['action', 'cloud'],
  'packages/rollout': ['verdict', 'judge', 'action'],
  'packages/swap': ['rollout', 'verdict', 'judge', 'action', 'stats'],
  'packages/fleet': ['rollout', 'verdict', 'judge', 'action'],
  'packages/shadow': ['verdict', 'stats', 'action'],
  'packages/github': ['verdict', 'action'],
  'packages/gate': ['verdict', 'judge', 'github', 'action', 'report'],
  'packages/report': ['verdict'],
  'packages/publish': ['report', 'github', 'action', 'verdict'],
}

/** These may import anything below them; nothing that ships imports what is in `dev/`. */
const ANY = /^(packages\/cli|actions\/[^/]+|dev\/[^/]+)\//

const ours = (file: string): readonly string[] =>
  importsOf(file).flatMap((name) => (name.startsWith('@sluice/') ? [name.split('/')[1] ?? ''] : []))

describe('imports', () => {
  for (const [name, allowed] of Object.entries(MAY_IMPORT)) {
    test(`${name} imports ${allowed.length === 0 ? 'no other package' : `only ${allowed.join(', ')}`}`, () => {
      const files = sources.filter((file) => file.startsWith(`${name}/`))
      const wrong = files.flatMap((file) =>
        ours(file)
          .filter((other) => `packages/${other}` !== name && !allowed.includes(other))
          .map((other) => `${file} → ${other}`),
      )
      expect(wrong).toEqual([])
    })
  }

  test('packages form no circle', () => {
    const arrows = new Map<string, string[]>()
    for (const file of sources) {
      const others = ours(file).filter((other) => `packages/${other}` !== homeOf(file))
      const to = arrows.get(homeOf(file)) ?? []
      arrows.set(homeOf(file), [...new Set([...to, ...others.map((other) => `packages/${other}`)])])
    }
    const lines = [...arrows].map(
      ([from, to]) =>
        `${from} → ${to
          .map((one) => one.slice(9))
          .sort()
          .join(', ')}`,
    )
    console.log(lines.sort().join('\n'))
    expect(circles(arrows)).toEqual([])
  })

  test('every package has its arrows stated here, save those that may use any', () => {
    const packages = new Set(sources.filter((file) => !ANY.test(file)).map(homeOf))
    expect([...packages].filter((name) => !(name in MAY_IMPORT))).toEqual([])
  })

  test('nothing that ships imports what only helps to build', () => {
    const dev = new Set(sources.flatMap((file) => /^dev\/([^/]+)\//.exec(file)?.[1] ?? []))
    const wrong = sources
      .filter((file) => !file.startsWith('dev/'))
      .flatMap((file) => ours(file).flatMap((other) => (dev.has(other) ? [`${file} → ${other}`] : [])))
    expect(wrong).toEqual([])
  })

  test('no file reaches into another package or action past its front door', () => {
    const wrong = sources.flatMap((file) => {
      const home = homeOf(file)
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .filter((name) => !new URL(name, `file:///${file}`).pathname.startsWith(`/${home}/`))
        .map((name) => `${file} → ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('pure packages import nothing that touches the world', () => {
    const pure = /^packages\/(schema|stats|verdict|judge|compat|report)\//
    const wrong = sources
      .filter((file) => pure.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => /^node:(fs|http|https|net|child_process|dgram|worker_threads)/.test(name))
          .map((name) => `${file} → ${name}`),
      )
    expect(wrong).toEqual([])
  })
})
