import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownModule, type Io } from '@sluice/action'
import { describe, expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MODULE = `export default { open: () => 'opened' }\n`

/** A repository with one commit in which `release/own.mjs` is, and the facts of a run for it. */
function checkout(facts: Partial<Io['facts']> = {}, text = MODULE) {
  const workspace = tempFolder('own-module')
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  git('init', '-q')
  mkdirSync(join(workspace, 'release'))
  writeFileSync(join(workspace, 'release/own.mjs'), text)
  git('add', '.')
  git('commit', '-qm', 'one')
  const io: Pick<Io, 'facts'> = {
    facts: {
      ...testIo().facts,
      workspace,
      eventName: 'push',
      event: { repository: { default_branch: 'main' } },
      ref: 'refs/heads/main',
      sha: git('rev-parse', 'HEAD'),
      ...facts,
    },
  }
  return { workspace, git, io, load: () => ownModule('./release/own.mjs', io) }
}

describe('a module of one’s own', () => {
  test.each([
    ['a push to the default branch', {}],
    ['a command by comment, which GitHub runs there', { eventName: 'issue_comment' }],
    ['a timer', { eventName: 'schedule', event: {} }],
    ['a machine of a person, where there is no event', { eventName: '', ref: '', sha: '' }],
  ])('is loaded for %s', (_, facts) => {
    expect(checkout(facts).load()).toMatchObject({ open: expect.any(Function) })
  })

  test.each([
    ['a pull request', { eventName: 'pull_request', ref: 'refs/pull/1/merge' }, /runs of the default branch/],
    ['a pull request with secrets', { eventName: 'pull_request_target' }, /for pull_request_target/],
    ['a merge queue', { eventName: 'merge_group' }, /runs of the default branch/],
    ['another branch', { ref: 'refs/heads/feature' }, /refs\/heads\/feature/],
    ['a tag', { ref: 'refs/tags/v1' }, /refs\/tags\/v1/],
    ['a payload that names no default branch', { event: {} }, /runs of the default branch/],
  ])('is not loaded for %s', (_, facts, words) => {
    expect(checkout(facts).load).toThrow(words)
  })

  test('is not loaded where the checkout is of another commit, such as the head of a pull request', () => {
    const { git, load, workspace } = checkout({ eventName: 'issue_comment' })
    writeFileSync(join(workspace, 'release/own.mjs'), 'throw new Error("from a pull request")\n')
    git('commit', '-qam', 'from a pull request')
    expect(load).toThrow(/the checkout is of \w{8}, not of the commit \w{8} of this run/)
  })

  test('is not loaded where the file was changed, or is not committed', () => {
    const changed = checkout()
    writeFileSync(join(changed.workspace, 'release/own.mjs'), 'throw new Error("changed")\n')
    expect(changed.load).toThrow(/changed after the checkout/)
    const added = checkout()
    writeFileSync(join(added.workspace, 'new.mjs'), MODULE)
    expect(() => ownModule('./new.mjs', added.io)).toThrow(/new\.mjs is not committed/)
  })

  test('is not loaded with an import that came from elsewhere, such as an artifact of a pull request', () => {
    const text = `import { who } from './lib.mjs'\nexport default { open: () => who }\n`
    const { git, io, workspace } = checkout({ eventName: 'workflow_run' }, text)
    const lib = join(workspace, 'release/lib.mjs')
    const load = () => ownModule('./release/own.mjs', io)
    writeFileSync(lib, `throw new Error('ran')\n`)
    expect(load).toThrow(/lib\.mjs is not committed/)
    writeFileSync(lib, `export const who = 'ours'\n`)
    git('add', '.')
    git('commit', '-qm', 'two')
    const now = { facts: { ...io.facts, sha: git('rev-parse', 'HEAD') } }
    writeFileSync(lib, `throw new Error('ran')\n`)
    expect(() => ownModule('./release/own.mjs', now)).toThrow(/lib\.mjs was changed/)
    writeFileSync(lib, `export const who = 'ours'\n`)
    expect(ownModule('./release/own.mjs', now)).toMatchObject({ open: expect.any(Function) })
  })

  test('is not loaded later either, with what it imports then', async () => {
    const text = `export default { open: async () => await import('./late.mjs') }\n`
    const { load, workspace } = checkout({}, text)
    const { open } = load() as { readonly open: () => Promise<unknown> }
    writeFileSync(join(workspace, 'release/late.mjs'), `throw new Error('ran')\n`)
    await expect(open()).rejects.toThrow(/late\.mjs is not committed/)
  })

  test('a change that a filter of .gitattributes would hide is found', () => {
    const { git, io, workspace } = checkout({}, `const a = '$Id$'\nexport default { open: () => a }\n`)
    git('config', 'core.attributesFile', join(workspace, '.attributes'))
    writeFileSync(join(workspace, '.attributes'), '*.mjs ident\n')
    writeFileSync(
      join(workspace, 'release/own.mjs'),
      `const a = '$Id: ' + 1 + ' $'\nexport default { open: () => a }\n`,
    )
    expect(() => ownModule('./release/own.mjs', io)).toThrow(/changed after the checkout/)
  })

  test('is not loaded from outside the checkout, by dots or by a link', () => {
    const { io, workspace } = checkout({ eventName: '' })
    const outside = tempFolder('outside')
    writeFileSync(join(outside, 'own.mjs'), MODULE)
    symlinkSync(join(outside, 'own.mjs'), join(workspace, 'link.mjs'))
    expect(() => ownModule('./link.mjs', io)).toThrow(/inside the checkout/)
    expect(() => ownModule('../own.mjs', io)).toThrow(/no such file|inside the checkout/)
    expect(() => ownModule('./nowhere.mjs', io)).toThrow(/no such file/)
  })

  test.each([
    ['no default export', 'export const a = 1\n', /must be an object with a function `open`/],
    ['an error while it loads', 'throw new Error("half done")\n', /half done/],
    ['a syntax error', 'export default {\n', /own\.mjs|Unexpected/],
    ['an await outside a function', 'await 1\nexport default { open() {} }\n', /`await` outside a function/],
  ])('%s is told in words', (_, text, words) => {
    const { load } = checkout({}, text)
    let problem: unknown
    try {
      load()
    } catch (error) {
      problem = error
    }
    expect(problem).toMatchObject({ code: 'MODULE_REFUSED', message: expect.stringMatching(words) })
  })
})
