import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsFor, startSandbox, type Sandbox } from '@sluice/sandbox'
import { available } from '../servers/program.ts'
import { read, root } from '../support/files.ts'
import { openRepository } from './support/act.ts'

/** Our own workflow but for one step: what it would install is there already. */
function workflow(): string {
  const [before, after, ...more] = read('.github/workflows/acceptance.yml').split('run: npm ci\n')
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error('acceptance.yml must install once')
  return `${before}run: ln -s ${root}/node_modules node_modules\n${after}`
}

describe.skipIf(!available('act', 'git', 'setsid'))('the acceptance workflow', () => {
  let sandbox: Sandbox
  beforeEach(async () => void (sandbox = await startSandbox()))
  afterEach(async () => await sandbox.close())

  test('promotes the sound candidate, rolls the other back, and finds both as it should', async () => {
    const repository = sandbox.repository({ owner: 'acme', name: 'sluice' })
    const copied = ['package.json', 'actions/canary-step', 'packages/cli', 'dev/demo', 'test/e2e']
    const cloned = openRepository({ workflow: workflow(), copied })
    repository.commit({ sha: cloned.commit('Begin') })
    const { code, log } = await cloned.run(factsFor(sandbox, repository))
    cloned.close()
    expect(code, log).toBe(0)
    expect(log.match(/Job succeeded/g)).toHaveLength(2)
    const { state } = sandbox
    expect(state.checkRuns('acme/sluice').map(({ name, conclusion }) => ({ name, conclusion }))).toEqual([
      { name: 'Sluice canary-step (acceptance-medium, language-main)', conclusion: 'success' },
    ])
    const ends = state.deployments('acme/sluice').map((one) => [one.environment, one.statuses.at(-1)?.state])
    expect(Object.fromEntries(ends)).toEqual({
      'acceptance-medium': 'success',
      'acceptance-extrasmall': 'failure',
    })
    expect(state.violations).toEqual([])
  }, 180_000)
})
