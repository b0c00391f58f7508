import {
  decide,
  foldStatuses,
  writeStatus,
  type Deciding,
  type RecordPayload,
  type RolloutRecord,
  type Saying,
} from '@sluice/rollout'
import { describe, expect, test } from 'vitest'

const [X, Y] = ['x'.repeat(40), 'y'.repeat(40)]

const caller = (run: string, sha: string, more: Partial<Deciding> = {}): Deciding => ({
  command: 'run',
  event: '',
  run,
  actor: 'jo',
  identity: { sha },
  whenSuperseded: 'replace',
  action: 'canary-step',
  ...more,
})

const ENDED: Saying = { kind: 'end', as: 'rolled-back', weight: 0, stays: false }

/** The record of a run that has ended, or of one that is open. */
function recordOf(id: number, run: string, sha: string, saying: Saying = ENDED): RolloutRecord {
  const payload: RecordPayload = {
    ...{ sluice: 2, action: 'canary-step', service: 'shop', identity: { sha }, attempt: 1 },
    ...{ by: { run, event: '', actor: 'jo' }, nonce: `n${id}`, until: 9_000, began: 'run', first: 5 },
    ...{ arms: { baseline: 'blue', candidate: 'green' }, plan: {}, digest: 'd', floor: 1 },
  }
  const word = { ...saying, term: 1, count: 1, at: 1_000, run, token: `n${id}` }
  const status = writeStatus(word, 'failure', '')
  return foldStatuses({ id, sha, payload, createdAt: 500 }, payload, [{ ...status, id: 1 }])
}

const moveOf = (asks: Deciding, records: readonly RolloutRecord[]) =>
  decide(asks, { records, payloads: records.map(({ id, payload }) => ({ id, payload })) }, 'released')

describe('a decided candidate', () => {
  test('is tried again by retry in the run that decided it, where the CI system counts no attempts', () => {
    const decided = [recordOf(1, 'gitlab-500', X)]
    expect(moveOf(caller('gitlab-500', X), decided)).toMatchObject({ do: 'report' })
    expect(moveOf(caller('gitlab-500', X, { command: 'retry' }), decided)).toEqual({
      do: 'start',
      attempt: 2,
    })
  })

  test.each(['17.1', 'buildkite-8.1'])('is tried once in each attempt, of which %s is one', (run) => {
    const decided = [recordOf(1, run, X)]
    expect(moveOf(caller(run, X, { command: 'retry' }), decided)).toMatchObject({ do: 'report' })
    const rerun = caller(run.replace('.1', '.2'), X)
    expect(moveOf(rerun, decided)).toEqual({ do: 'start', attempt: 2 })
  })
})

describe('an older run', () => {
  const NEWER = { do: 'none', because: 'newer_release' }
  const STARTS = { do: 'start', attempt: 1 }

  test.each(['', 'gitlab-'])('does not follow a newer one: %s11 after 10 and 12', (system) => {
    const begun = [recordOf(1, `${system}10`, X), recordOf(2, `${system}12`, X)]
    expect(moveOf(caller(`${system}11`, Y), begun)).toEqual(NEWER)
    expect(moveOf(caller(`${system}13`, Y), begun)).toEqual(STARTS)
  })

  test('is one of the same system: numbers of another say nothing about it', () => {
    const begun = [recordOf(1, '17000000000.1', X), recordOf(2, 'jenkins-250', X)]
    expect(moveOf(caller('gitlab-77', Y), begun)).toEqual(STARTS)
    expect(moveOf(caller('12.1', Y), begun)).toEqual(NEWER)
    expect(moveOf(caller('local-00000000-5', Y), begun)).toEqual(STARTS)
  })

  test('is newer again once retry has begun with numbers that began again', () => {
    const before = [recordOf(1, 'jenkins-249', X), recordOf(2, 'jenkins-250', X)]
    const first = caller('jenkins-3', Y)
    expect(moveOf(first, before)).toEqual(NEWER)
    expect(moveOf({ ...first, command: 'retry' }, before)).toEqual(STARTS)
    const since = [...before, recordOf(3, 'jenkins-3', Y)]
    const next = 'z'.repeat(40)
    expect(moveOf(caller('jenkins-4', next), since)).toEqual(STARTS)
    expect(moveOf(caller('jenkins-2', next), since)).toEqual(NEWER)
  })

  test('stays older in GitHub Actions, also where an old release was tried again: no number begins again there', () => {
    const begun = [recordOf(1, '12.1', X), recordOf(2, '9.2', X)]
    expect(moveOf(caller('11.1', Y), begun)).toEqual(NEWER)
  })
})
