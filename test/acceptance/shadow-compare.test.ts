import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { factsFor, runAction, startSandbox, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { decode } from '@sluice/verdict'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ndjson } from '../packages/shadow/worlds.ts'
import { root } from '../support/files.ts'

/** Above this size the work is shared among threads. */
const SHARED = 8 * 1024 * 1024

let sandbox: Sandbox
let repository: SeededRepository
let pull: number
let workspace: string
beforeEach(async () => {
  sandbox = await startSandbox()
  repository = sandbox.repository({ owner: 'acme', name: 'shop' })
  pull = repository.pullRequest({ title: 'A faster search' }).number
  workspace = mkdtempSync(join(tmpdir(), 'shadow-'))
})
afterEach(async () => {
  await sandbox.close()
  rmSync(workspace, { recursive: true, force: true })
})

const compare = async (inputs: Readonly<Record<string, string>> = {}) =>
  await runAction({
    action: join(root, 'actions/shadow-compare'),
    workspace,
    facts: factsFor(sandbox, repository, { pull }),
    with: { service: 'search', primary: 'primary.ndjson', candidate: 'candidate.ndjson', ...inputs },
  })

function write(name: string, count: number, answer: (id: number) => unknown): void {
  const records = Array.from({ length: count }, (_, id) => ({ id: `r${id}`, answer: answer(id) }))
  writeFileSync(join(workspace, name), ndjson(records))
}

const file = (name: string): string => readFileSync(join(workspace, name), 'utf8')
const comments = () => sandbox.state.comments('acme/shop', pull)

describe('the bundle of shadow-compare', () => {
  test('rejects a difference between logs large enough for threads, on the check, the comment and in files', async () => {
    const padding = 'x'.repeat(1000)
    write('primary.ndjson', 9000, (id) => ({ price: id, clock: id, padding }))
    write('candidate.ndjson', 9000, (id) => ({
      price: id % 50 === 0 ? id + 1 : id,
      clock: id + 0.25,
      padding,
    }))
    write('repeat.ndjson', 9000, (id) => ({ price: id, clock: id + 0.5, padding }))
    expect(statSync(join(workspace, 'primary.ndjson')).size).toBeGreaterThan(SHARED)
    const { code, outputs, summary } = await compare({ secondary: 'repeat.ndjson' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ decision: 'reject', outcome: 'fail' })
    expect(outputs['check-url']).not.toBe('')
    expect(sandbox.state.checkRuns('acme/shop').map((run) => run.conclusion)).toEqual(['failure'])
    expect(comments()).toHaveLength(1)
    expect(comments()[0]?.body).toContain('answer.price')
    expect(summary).toContain('answer.price')
    const verdict = decode(file(outputs['verdict'] ?? ''))
    expect(verdict.outcome).toBe('fail')
    const fields = verdict.evidence.filter(({ finding }) => finding === 'worse').map(({ metric }) => metric)
    expect(fields.join()).toContain('answer.price')
    expect(fields.join()).not.toContain('answer.clock')
    expect(file(outputs['report'] ?? '')).toContain('answer.price')
  }, 30_000)

  test('accepts a repeat of the same version, and says how many pairs more it needs when there are few', async () => {
    write('primary.ndjson', 5000, (id) => ({ price: id, noise: id % 10 === 0 ? 0 : 1 }))
    write('candidate.ndjson', 5000, (id) => ({ price: id, noise: id % 10 === 3 ? 0 : 1 }))
    write('repeat.ndjson', 5000, (id) => ({ price: id, noise: id % 10 === 5 ? 0 : 1 }))
    const { outputs } = await compare({ secondary: 'repeat.ndjson', 'max-difference-rate': '5%' })
    expect(outputs).toMatchObject({ decision: 'accept', outcome: 'pass' })
    write('primary.ndjson', 50, (id) => id)
    const few = await compare({ candidate: 'primary.ndjson' })
    expect(few.code).toBe(1)
    expect(few.outputs).toMatchObject({ decision: 'undecided', reason: 'not_enough_data' })
    expect(comments(), 'the comment is written anew, not twice').toHaveLength(1)
  }, 30_000)

  test('no log is an error that names the pattern, never a pass', async () => {
    write('primary.ndjson', 10, (id) => id)
    const { code, outputs, log } = await compare({ candidate: 'logs/*.ndjson' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ decision: 'error', outcome: 'inconclusive', reason: 'NO_SUCH_FILE' })
    expect(log).toContain('candidate: no file matches logs/*.ndjson')
    writeFileSync(join(workspace, 'empty.ndjson'), '')
    const empty = await compare({ primary: 'empty.ndjson', candidate: 'empty.ndjson' })
    expect(empty.outputs).toMatchObject({ decision: 'undecided', outcome: 'inconclusive' })
  }, 30_000)

  test('hostile keys and values neither break the page or the comment, nor ping anyone, nor run a command', async () => {
    const attack =
      '</script><img src=x onerror=alert(1)>|`@octocat` @octocat\n::set-output name=decision::accept'
    write('primary.ndjson', 3000, () => ({ [attack]: 1, text: 'fine' }))
    write('candidate.ndjson', 3000, () => ({ [attack]: 2, text: attack }))
    const { outputs, log } = await compare({ redact: 'none' })
    expect(outputs['decision']).toBe('reject')
    expect(log.split('\n').filter((line) => line.startsWith('::set-output'))).toEqual([])
    const body = comments()[0]?.body ?? ''
    expect(body).not.toMatch(/<img|<\/script/)
    expect(body.replaceAll(/`[^`\n]*`/g, ''), 'outside of code').not.toContain('@octocat')
    expect(file(outputs['report'] ?? '')).not.toContain('<img src=x')
  }, 30_000)
})
