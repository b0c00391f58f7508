import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Exit, Io } from '@sluice/action'
import { factsFor, startSandbox } from '@sluice/sandbox'
import { expect } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { root } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { skeletonOf } from './skeleton.ts'

/** Noon of a day; every run of a golden happens at this moment. */
export const NOON = Date.parse('2026-03-10T12:00:00Z')

/** What a user gives for every action; `publish` everywhere. */
export const COMMON = {
  environment: 'production',
  service: 'shop',
  artifact: undefined,
  sha: undefined,
  publish: ['check', 'comment', 'deployment', 'summary'],
  'when-inconclusive': 'fail',
  'when-held': 'fail',
  'report-dir': 'report',
  'fail-step': true,
  'dry-run': false,
  confidence: 0.95,
} as const

export type Given = typeof COMMON & { readonly 'github-token': string }

/**
 * Lets an action tell its ending to a local GitHub with one pull request, and holds everything that people can then read
 * against the text in `test/goldens/ACTION/NAME.txt`.
 */
export async function expectGolden(
  action: string,
  name: string,
  tell: (given: Given, io: Io) => Promise<Exit<string>>,
): Promise<void> {
  const sandbox = await startSandbox({ listLagMs: 0 })
  try {
    const repository = sandbox.repository({ owner: 'acme', name: 'shop' })
    const pull = repository.pullRequest({ title: 'Faster checkout' })
    const { token, ...facts } = factsFor(sandbox, repository, { pull: pull.number })
    const real = testIo()
    const summaries: string[] = []
    const workspace = tempFolder('golden')
    const io: Io = {
      ...real,
      now: () => NOON,
      summary: async (markdown) => void summaries.push(markdown),
      saveState: async () => undefined,
      facts: {
        ...{
          ref: '',
          workflow: 'release',
          job: 'canary',
          actor: 'mona',
          runAttempt: '1',
          tempDir: workspace,
        },
        ...facts,
        runId: facts.runId ?? '',
        workspace,
      },
    }
    const { outputs, failed } = await tell({ ...COMMON, 'github-token': token }, io)

    const [check] = sandbox.state.checkRuns('acme/shop')
    const comments = sandbox.state.comments('acme/shop', pull.number)
    const [summary = ''] = summaries
    const comment = comments[0]?.body ?? ''
    const said = Object.entries(outputs).map(([key, value]) => `${key}: ${value}`)
    const parts = [
      ['step', failed === undefined ? 'succeeds' : `fails: ${failed}`],
      ['outputs', said.sort().join('\n')],
      ['terminal', real.lines.join('\n')],
      ['check', check === undefined ? 'none' : `${check.status}, ${check.conclusion ?? 'no conclusion'}`],
      ...(check === undefined ? [] : [['check title', check.title ?? '']]),
      ['check summary', check === undefined ? 'none' : sameAs(summary, check.summary ?? '')],
      ['comment', comment === '' ? 'none' : sameAs(summary, comment)],
      ['job summary', summary === '' ? 'none' : summary],
      ['report.html, without attributes, styles and drawings', htmlIn(workspace)],
    ]
    const text = parts.map(([title = '', body = '']) => `=== ${title} ===\n${body.trim()}\n`).join('\n')
    const scrubbed = text
      .replaceAll(sandbox.url, 'https://github.example')
      .replaceAll(facts.sha, 'c'.repeat(40))
      .replaceAll(facts.sha.slice(0, 12), 'c'.repeat(12))
      .replaceAll(pull.headSha, 'd'.repeat(40))
      .replaceAll(pull.headSha.slice(0, 12), 'd'.repeat(12))
      // Keys are made anew for every run.
      .replaceAll(/(signed by `?)[0-9a-f]{16}/g, '$1KEY')
    await expect(scrubbed).toMatchFileSnapshot(join(root, `test/goldens/${action}/${name}.txt`))
  } finally {
    await sandbox.close()
  }
}

/** A text that only differs from the job summary by its beginning or end is told by that. */
function sameAs(summary: string, text: string): string {
  return summary !== '' && text.includes(summary.trim())
    ? text.replace(summary.trim(), '(the job summary)')
    : text
}

function htmlIn(workspace: string): string {
  try {
    return skeletonOf(readFileSync(join(workspace, 'report/report.html'), 'utf8'))
  } catch {
    return 'none'
  }
}

/** Fails where a text has no case any more. */
export function expectNoOthers(action: string, names: readonly string[]): void {
  const kept = readdirSync(join(root, 'test/goldens', action)).map((file) => file.replace(/\.txt$/, ''))
  expect(
    kept.filter((one) => !names.includes(one)),
    'remove these files: no case writes them',
  ).toEqual([])
}
