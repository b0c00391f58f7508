import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { projectFiles, read, root } from '../support/files.ts'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly permissions?: unknown
  readonly jobs?: Readonly<
    Record<
      string,
      { readonly uses?: string; readonly steps?: readonly Step[]; readonly permissions?: unknown }
    >
  >
}

const own = projectFiles('.yml', '.yaml').filter((file) => file.startsWith('.github/workflows/'))
const examples = projectFiles('.yml', '.yaml').filter(
  (file) => file.startsWith('examples/') && read(file).includes('jobs:'),
)
const snippets = projectFiles('.md').flatMap((file) =>
  [...read(file).matchAll(/```ya?ml\n(.*?)```/gs)].map((match, i) => ({
    name: `${file} #${i + 1}`,
    text: match[1] ?? '',
  })),
)
const shown = [
  ...examples.map((file) => ({ name: file, text: read(file) })),
  ...snippets.filter(({ text }) => /^(jobs|on):/m.test(text)),
]

const stepsOf = (text: string): readonly Step[] => {
  const workflow = parse(text) as Workflow | null
  return Object.values(workflow?.jobs ?? {}).flatMap((job) => [
    ...(job.uses === undefined ? [] : [{ uses: job.uses }]),
    ...(job.steps ?? []),
  ])
}

describe('workflows that we show', () => {
  test.each(shown)('$name parses and names real inputs of ours', ({ text }) => {
    const wrong = stepsOf(text).flatMap(({ uses, with: given }) => {
      const action = /(?:^\.|[^/]+\/[^/]+)\/actions\/([a-z-]+)(?:@|$)/.exec(uses ?? '')?.[1]
      if (action === undefined) return []
      if (!existsSync(join(root, 'actions', action, 'action.yml'))) return [`${action} does not exist`]
      const known = Object.keys(readActionYml(root, action).inputs)
      return Object.keys(given ?? {})
        .filter((name) => !known.includes(name))
        .map((name) => `${action} has no input ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('there are some', () => expect(shown.length).toBeGreaterThan(0))

  test.each(snippets)('$name is YAML', ({ text }) => {
    expect(() => parse(text)).not.toThrow()
  })
})

describe.each(own)('%s', (file) => {
  const workflow = parse(read(file)) as Workflow

  test('pins every action by commit, with the version in a comment', () => {
    const loose = read(file)
      .split('\n')
      .filter((line) => /^\s*-?\s*uses:/.test(line) && !/uses:\s*\.\//.test(line))
      .filter((line) => !/uses:\s*[\w./-]+@[0-9a-f]{40}\s+# v[\w.]+/.test(line))
    expect(loose).toEqual([])
  })

  test('grants nothing at the top, and each job what it needs', () => {
    expect(workflow.permissions).toEqual({})
    const without = Object.entries(workflow.jobs ?? {}).filter(([, job]) => job.permissions === undefined)
    expect(without.map(([name]) => name)).toEqual([])
  })

  test('does not leave the token behind in a checkout', () => {
    const checkouts = stepsOf(read(file)).filter((step) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })
})
