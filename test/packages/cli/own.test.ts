import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { conformanceCommand } from '../../../packages/cli/src/own/conformance.ts'
import { newCommand } from '../../../packages/cli/src/own/new.ts'
import { root } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runCommand } from './run-command.ts'

async function written(kind: 'source' | 'router', change: (text: string) => string = (text) => text) {
  const folder = tempFolder('own')
  const { code, out } = await runCommand(newCommand, [kind, 'mine', '--out', folder])
  expect([code, out]).toEqual([0, expect.stringContaining('conformance')])
  const module = join(folder, 'mine.mjs')
  const before = readFileSync(module, 'utf8')
  const after = change(before)
  writeFileSync(module, after)
  return { folder, module, changed: before !== after }
}

describe('sluice new', () => {
  test('writes modules that fit their types, and types that fit the contracts', async () => {
    const folder = tempFolder('own-types')
    await runCommand(newCommand, ['source', 'stats', '--out', folder])
    await runCommand(newCommand, ['router', 'edge', '--out', folder])
    writeFileSync(
      join(folder, 'fits.ts'),
      `import type { Router, Source } from './sluice.d.ts'
import type { OwnSource } from '${root}/packages/metrics/src/own-source.ts'
import type { OwnRouter } from '${root}/packages/traffic/src/own-router.ts'
declare const source: Source
declare const router: Router
export const a: OwnSource = source
export const b: OwnRouter = router
`,
    )
    const files = ['stats.mjs', 'edge.mjs', 'fits.ts'].map((name) => join(folder, name))
    const program = ts.createProgram(files, {
      allowJs: true,
      checkJs: true,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
    })
    const found = files.flatMap((file) => {
      const source = program.getSourceFile(file)
      return ts
        .getPreEmitDiagnostics(program, source)
        .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
    })
    expect(found).toEqual([])
  }, 120_000)

  test('overwrites no module, and takes no other words', async () => {
    const { folder } = await written('source')
    const again = await runCommand(newCommand, ['source', 'mine', '--out', folder])
    expect([again.code, again.err]).toEqual([expect.any(Number), expect.stringContaining('already exists')])
    const odd = await runCommand(newCommand, ['judge', 'mine', '--out', folder])
    expect(odd.err).toContain('must be `source` or `router`')
  })
})

describe('sluice conformance', () => {
  test.each(['source', 'router'] as const)('a new %s keeps every promise', async (kind) => {
    const { module } = await written(kind)
    const { code, out } = await runCommand(conformanceCommand, [module])
    expect(out).not.toContain('FAIL')
    expect(code).toBe(0)
  })

  test.each([
    [
      'mixes up the versions',
      'armOf(metric, slot, candidate, signal)',
      'armOf(metric, slot, baseline, signal)',
      /keeps the versions apart/,
    ],
    [
      'takes no data for zero',
      `return { kind: 'absent', absence: 'no_data' }`,
      `return { kind: 'proportion', events: 0, trials: 0 }`,
      /nothing nothing/,
    ],
    ['loses an interval', 'slots.map(', 'slots.slice(1).map(', /one block for each interval/],
    [
      'turns metrics round',
      '          })),\n        ),',
      '          })),\n        ).then((all) => all.reverse()),',
      /order in which they were asked/,
    ],
  ])('finds a source that %s', async (_, from, to, words) => {
    const { module, changed } = await written('source', (text) => text.replace(from, to))
    expect(changed).toBe(true)
    const { code, out } = await runCommand(conformanceCommand, [module])
    expect(code).toBe(1)
    expect(
      out
        .split('\n')
        .filter((line) => line.startsWith('FAIL'))
        .join('\n'),
    ).toMatch(words)
  })

  test('finds a source that takes a server that is gone for silence', async () => {
    const { module } = await written('source', (text) =>
      text.replace(
        "const answer = await io.fetch(url, { headers, redirect: 'error', signal: inTime })",
        `const answer = await io.fetch(url, { headers, redirect: 'error', signal: inTime }).catch(() => undefined)
      if (answer === undefined) return { kind: 'absent', absence: 'no_data' }`,
      ),
    )
    const { code, out } = await runCommand(conformanceCommand, [module])
    expect([code, out]).toEqual([1, expect.stringMatching(/FAIL {2}says `source_unreachable`/)])
  })

  test('finds a router that does not do what it is asked', async () => {
    const { module, changed } = await written('router', (text) =>
      text
        .replace(
          `await ask({ method: 'PUT', body: JSON.stringify({ candidate }) }, signal)`,
          'void candidate',
        )
        .replace('tolerance: 0.5', 'tolerance: 0.5, deadline: { shift: 300, undo: 300 }'),
    )
    expect(changed).toBe(true)
    const { code, out } = await runCommand(conformanceCommand, [module])
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/FAIL {2}gives each weight.*\n.*asked for 5%, read 0%, and really 0%/),
    ])
  })

  test('a module without a server to try it on is told what it lacks', async () => {
    const { module } = await written('source', (text) =>
      text.replace('export async function conformance', 'async function conformance'),
    )
    const { code, err } = await runCommand(conformanceCommand, [module])
    expect(err).toContain('exports no function `conformance`')
    expect(code).toBe(3)
  })
})
