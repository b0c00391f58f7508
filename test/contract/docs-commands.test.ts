import { describe, expect, test } from 'vitest'
import type { Command } from '../../packages/cli/src/command.ts'
import { verbs } from '../../packages/cli/src/verbs.ts'
import { runCommand } from '../packages/cli/run-command.ts'
import { projectFiles, read } from '../support/files.ts'

/** Commands that need nothing but their options. */
const RUNS = new Set(['plan', 'completion'])

/** Every command of ours that a page shows or mentions, without comments, pipes and redirections. */
const shown = projectFiles('.md')
  .filter((file) => !file.startsWith('test/'))
  .flatMap((file) =>
    [...read(file).matchAll(/(?:npx @sluice-actions\/cli|npm run sluice --)((?: [^\s`#|>]+)*)/g)].map(
      ([, line = '']) => ({ file, line: line.trim() }),
    ),
  )
  .filter(({ line }) => line !== '')

async function load(name: string): Promise<Command> {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) throw new Error(`there is no command ${name}`)
  return await verb.load()
}

describe('the commands in the docs', () => {
  test('are there', () => expect(shown.length).toBeGreaterThan(15))

  test.each(shown)('$file: $line', async ({ line }) => {
    const [name = '', ...words] = line.split(' ')
    if (name.startsWith('--')) return
    const { options } = (await load(name)).spec
    const known = [...Object.keys(options), 'help', 'debug', ...(name === 'gate' ? GATE : [])]
    const used = words.flatMap((word) => /^--([a-z-]+)/.exec(word)?.[1] ?? [])
    expect(used.filter((option) => !known.includes(option))).toEqual([])
    if (!RUNS.has(name) || words.length === 0 || words.some((word) => /…|^"?\$/.test(word))) return
    expect(await runCommand(await load(name), words)).toMatchObject({ code: 0, err: '' })
  })

  test('no page tells to run a package that is not ours', () => {
    const pages = projectFiles('.md').filter(
      (file) => !file.startsWith('.github/decisions/') && read(file).includes('npx sluice'),
    )
    expect(pages).toEqual([])
  })
})

/** Options of the commands below `gate`. */
const GATE = ['url', 'name', 'organization', 'server', 'out', 'api', 'policy']
