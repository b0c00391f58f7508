import { describe, expect, test } from 'vitest'
import { ciFacts, createIo, terminalIo, type Fields } from '@sluice/action'
import { contract as swap } from '../../../../actions/bluegreen-swap/src/inputs.ts'
import { contract as canary } from '../../../../actions/canary-step/src/inputs.ts'
import { rolloutExitCode } from '../../../../packages/cli/src/rollout/run.ts'
import { ACTION_DEFAULTS, optionsOf, readerOf } from '../../../../packages/cli/src/rollout/options.ts'
import { readActionYml } from '../../../../scripts/docs/action-tables.ts'
import { root } from '../../../support/files.ts'

describe('options', () => {
  test.each([
    ['canary-step', canary.inputs],
    ['bluegreen-swap', swap.inputs],
  ] as const)('have the same defaults as %s', (action, inputs: Fields) => {
    const defaults = Object.entries(readActionYml(root, action).inputs).flatMap(
      ([name, { default: text = '' }]) =>
        text === '' || text.includes('${{') ? [] : [[name, text] as const],
    )
    const ours = defaults.map(([name]) => [name, ACTION_DEFAULTS[name] ?? inputs[name]?.fallback])
    expect(ours).toEqual(defaults)
    expect(defaults.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(ACTION_DEFAULTS)))
  })

  test('are the inputs of the action, without its secrets', () => {
    const names = Object.keys(optionsOf('canary-step', canary.inputs))
    expect(names).toContain('router-settings')
    expect(names).toContain('dry-run')
    expect(names.filter((name) => /token|key|notify|command/.test(name))).toEqual([])
  })

  test('say what each means, in the words of the action', () => {
    const told = Object.entries(optionsOf('canary-step', canary.inputs))
    expect(told.filter(([, { about }]) => about.startsWith('Accepts:'))).toEqual([])
    expect(Object.fromEntries(told)['max-wait']?.about).toContain('How long this job keeps looking.')
  })

  test('secrets come from the environment, and the token from where GitHub programs look', () => {
    const env = { SLUICE_SIGNING_KEY: 'k', SLUICE_NOTIFY: '- slack: x', GH_TOKEN: 't' }
    const read = readerOf(canary.inputs, 'abort', { interval: '30s', publish: ['check', 'summary'] }, env)
    const names = ['signing-key', 'notify', 'github-token', 'command', 'interval', 'publish', 'environment']
    expect(names.map(read)).toEqual(['k', '- slack: x', 't', 'abort', '30s', 'check\nsummary', 'production'])
  })
})

describe('what a CI system says about a run', () => {
  const systems = [
    [
      'GitLab CI',
      { GITLAB_CI: 'true', CI_COMMIT_SHA: 'a1', CI_PIPELINE_ID: '77', CI_PIPELINE_SOURCE: 'schedule' },
      { sha: 'a1', runId: 'gitlab-77', runAttempt: '', eventName: 'schedule' },
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_COMMIT: 'a1',
        BUILDKITE_BUILD_NUMBER: '8',
        BUILDKITE_SOURCE: 'webhook',
        BUILDKITE_RETRY_COUNT: '1',
      },
      { sha: 'a1', runId: 'buildkite-8', runAttempt: '2', eventName: '' },
    ],
    [
      'CircleCI',
      { CIRCLECI: 'true', CIRCLE_SHA1: 'a1', CIRCLE_BUILD_NUM: '9', CIRCLE_USERNAME: 'jo' },
      { sha: 'a1', runId: 'circleci-9', runAttempt: '', actor: 'jo', eventName: '' },
    ],
    [
      'Azure Pipelines',
      {
        TF_BUILD: 'True',
        BUILD_SOURCEVERSION: 'a1',
        BUILD_BUILDID: '10',
        BUILD_REASON: 'Schedule',
        SYSTEM_JOBATTEMPT: '3',
      },
      { sha: 'a1', runId: 'azure-10', runAttempt: '3', eventName: 'schedule' },
    ],
    [
      'Jenkins',
      { JENKINS_URL: 'http://j/', GIT_COMMIT: 'a1', BUILD_NUMBER: '11', BUILD_URL: 'http://j/11/' },
      { sha: 'a1', runId: 'jenkins-11', runAttempt: '', runUrl: 'http://j/11/' },
    ],
    ['a terminal', { USER: 'jane' }, { sha: '', runId: 'local-x', runUrl: '', actor: 'jane', eventName: '' }],
    [
      'GitHub Actions',
      { GITHUB_ACTIONS: 'true', GITHUB_SHA: 'a1', GITHUB_RUN_ID: '5', GITHUB_EVENT_NAME: 'push' },
      { sha: 'a1', runId: '5', runAttempt: '1', eventName: 'push' },
    ],
  ] as const
  test.each(systems)('%s', (_, env, facts) => expect(ciFacts(env, 'local-x')).toMatchObject(facts))
})

test('the log of a terminal has no workflow commands, and no secret in any form', () => {
  const lines: string[] = []
  const { io } = terminalIo(createIo(new AbortController().signal), ciFacts({}, 'local-x'), (line) =>
    lines.push(line),
  )
  io.mask('s3cret/word')
  io.log.info('asked with s3cret/word')
  io.log.warning(`as ${Buffer.from('s3cret/word').toString('base64')}`)
  io.log.error('and s3cret%2Fword')
  expect(lines).toEqual(['asked with ***', 'Warning: as ***', 'Error: and ***'])
})

test.each([
  [{ outputs: { decision: 'promote' } }, 0],
  [{ outputs: { decision: 'hold' }, failed: 'waits' }, 2],
  [{ outputs: { decision: 'hold' } }, 0],
  [{ outputs: { decision: 'waiting' }, failed: 'waits' }, 2],
  [{ outputs: { decision: 'roll-back', reason: 'regression_found' }, failed: 'is worse' }, 1],
  [{ outputs: { decision: 'roll-back', reason: 'gave_up' }, failed: 'never decided' }, 2],
  [{ outputs: { decision: 'refused', reason: 'checks_failed' }, failed: 'no' }, 1],
  [{ outputs: { decision: 'refused', reason: 'checks_undecided' }, failed: 'no answer' }, 2],
  [{ outputs: { decision: 'error', reason: 'preflight_failed' }, failed: 'problems' }, 3],
  [{ outputs: { decision: 'error', reason: 'unconfirmed' }, failed: 'not confirmed' }, 4],
] as const)('%j ends with %i', (exit, code) => expect(rolloutExitCode(exit)).toBe(code))
