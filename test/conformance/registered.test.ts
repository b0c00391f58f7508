import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Fields } from '@sluice/action'
import { openSource, sources } from '@sluice/metrics'
import { openRouter, routers } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo } from '../servers/io.ts'

const root = new URL('../../', import.meta.url).pathname

interface Registry {
  readonly kind: 'sources' | 'routers'
  readonly folder: string
  readonly kinds: Readonly<Record<string, { readonly summary: string; readonly settings: Fields }>>
}

const registries: readonly Registry[] = [
  { kind: 'sources', folder: 'metrics', kinds: sources },
  { kind: 'routers', folder: 'traffic', kinds: routers },
]

/** What every page of one has, in words of its own. */
const PARTS: Readonly<Record<Registry['kind'], readonly string[]>> = {
  sources: ['Permissions', 'Settings'],
  routers: ['Permissions', 'Settings', 'What it reads back', 'What it cannot do'],
}

describe.each(registries)('the registry of $kind', ({ kind, folder, kinds }) => {
  const names = Object.keys(kinds).toSorted()

  test('has an entry for every file, and a file for every entry', () => {
    const files = readdirSync(`${root}packages/${folder}/src/${kind}`).map((file) =>
      file.replace(/\.ts$/, ''),
    )
    expect(files.toSorted()).toEqual(names)
  })

  test.each(names)('%s has a test of its own and a conformance test', (name) => {
    const wanted = [
      `test/packages/${folder}/${kind}/${name}.test.ts`,
      `test/conformance/${kind}/${name}.test.ts`,
    ]
    expect(
      wanted.filter((file) => !existsSync(`${root}${file}`)),
      'write these files',
    ).toEqual([])
  })

  test.each(names)('%s has its page text, and is tested as a source over HTTP where it is one', (name) => {
    const own = `${root}docs/${kind}/${name}.md`
    const page = existsSync(own) ? own : `${root}docs/${kind}.md`
    const text = readFileSync(page, 'utf8').replace(/<!-- \w+:start -->[^]*:end -->/, '')
    expect(text, `say in docs/${kind}/${name}.md how to use it`).toContain(`\`${name}\``)
    if (page === own) {
      expect(text.split('\n## ')[0], 'begins with a workflow to paste').toMatch(/```yaml\non:[^]*\njobs:/)
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
      expect(
        PARTS[kind].filter((part) => !headings.includes(part)),
        'sections',
      ).toEqual([])
      expect(text).toMatch(/\nTested against: .+/)
    }
    // `scrape` sees only the present, so that an answer cannot be asked for again; its own test has the faults.
    if (name === 'scrape' || !Object.hasOwn(kinds[name]?.settings ?? {}, 'requests-per-minute')) return
    const conformance = readFileSync(`${root}test/conformance/${kind}/${name}.test.ts`, 'utf8')
    expect(conformance, 'pass `{ http: true }`, or its HTTP tests are left out').toContain('{ http: true }')
  })

  test.each(names)('%s is described for the docs', (name) => {
    const { summary = '', settings = {} } = kinds[name] ?? {}
    expect(summary).toMatch(/^[A-Z].{20,160}\.$/)
    for (const field of Object.values(settings)) expect(field.shape.length).toBeGreaterThan(3)
  })

  test('an unknown name is refused with the names there are', () => {
    const open = kind === 'sources' ? openSource : openRouter
    for (const unknown of ['nothing', '', 'constructor', '__proto__']) {
      expect(() => open(unknown, {}, testIo())).toThrow(Object.keys(kinds).join(', '))
    }
  })
})
