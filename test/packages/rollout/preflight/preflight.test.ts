import { UserError } from '@sluice/action'
import {
  preflight,
  preflightPasses,
  preflightText,
  requirePreflight,
  type PreflightPorts,
  type PreflightProbe,
  type PreflightQuestion,
  type PreflightRouter,
} from '@sluice/rollout'
import { openRouter } from '@sluice/traffic'
import type { MetricKind } from '@sluice/verdict'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startNginx } from '../../../servers/nginx.ts'
import { available } from '../../../servers/program.ts'

interface Query {
  readonly name: string
  readonly kind: MetricKind
}

const never = new AbortController().signal
const errors: Query = { name: 'error rate', kind: 'proportion' }
const question: PreflightQuestion<Query> = {
  queries: [errors],
  baseline: 'v1',
  candidate: 'v2',
  ladder: [5, 25, 100],
}
const soundRouter: PreflightRouter = {
  can: { step: 0.01, survivesRestart: true },
  read: async () => await Promise.resolve({ weight: [{ arm: 'baseline', share: 100 }], pending: false }),
  health: async () => await Promise.resolve({ up: 2, total: 2 }),
}
const probing = (probe: (arm: string) => Partial<PreflightProbe>): PreflightPorts<Query> => ({
  openSource: () => ({
    probe: async (_, arm) =>
      await Promise.resolve([
        { part: 'events', asked: `sum(errors{v="${arm}"})`, found: 1, hints: [], ...probe(arm) },
      ]),
  }),
})
const sound: PreflightPorts<Query> = { openRouter: () => soundRouter, ...probing(() => ({})) }
const look = async (
  ports: PreflightPorts<Query>,
  more: Partial<PreflightQuestion<Query>> = {},
): ReturnType<typeof preflight> => await preflight({ ...question, ...more }, { ...sound, ...ports }, never)

describe('preflight', () => {
  test('finds nothing where all is well', async () => {
    const findings = await look({})
    expect(findings).toEqual([])
    expect(preflightPasses(findings)).toBe(true)
    expect(preflightText(findings)).toBe('Preflight: nothing stands in the way.')
  })

  test('says which two versions are compared beside a control, which may not have traffic yet', async () => {
    const findings = await look(
      probing((arm) => (arm === 'v1' ? { found: 0 } : {})),
      { share: 0.5 },
    )
    expect(findings.map(({ level, area }) => [level, area])).toEqual([
      ['note', 'inputs'],
      ['warning', 'metrics'],
    ])
    expect(findings[0]?.message).toBe(
      '"v2" is compared with the control "v1" only, and should get 50% of the requests of these two',
    )
    expect(findings[1]?.message).toContain('no data for the control "v1" yet')
    expect(preflightPasses(findings)).toBe(true)
    const failed = await look(
      probing((arm) => (arm === 'v1' ? { found: 0, failed: true, hints: ['wrong password'] } : {})),
      { share: 0.5 },
    )
    expect(preflightPasses(failed)).toBe(false)
    expect(preflightText(failed)).toContain('wrong password')
  })

  test('warns where the router keeps users with a version and metrics count requests', async () => {
    const sticky = { ...soundRouter, can: { ...soundRouter.can, sticky: true } }
    const ports = { openRouter: () => sticky }
    const [finding, ...more] = await look(ports, { byRequests: ['error rate'] })
    expect(more).toEqual([])
    expect(finding).toMatchObject({
      level: 'warning',
      area: 'router',
      message:
        'the router keeps each user with one version, but "error rate" counts requests as if they were independent',
    })
    expect(await look(ports)).toEqual([])
    expect(await look({}, { byRequests: ['error rate'] })).toEqual([])
  })

  test('lists everything at once: names, router, health, ladder, data, token, holder', async () => {
    const findings = await look(
      {
        openRouter: () => ({
          can: { step: 0.01, survivesRestart: true },
          read: async () =>
            await Promise.reject(new UserError('ROUTER_UNREACHABLE', 'nobody answers', 'Start it.')),
          health: async (arm) =>
            await Promise.resolve(
              arm === 'candidate' ? { up: 0, total: 2, why: 'refused' } : { up: 1, total: 2 },
            ),
        }),
        ...probing(() => ({ found: 0, hints: ['errors has no v="v1"; it has "v7".'] })),
        permissions: async () =>
          await Promise.resolve([
            { permission: 'deployments: write', granted: false, neededTo: 'keep the record', required: true },
            { permission: 'checks: write', granted: false, neededTo: 'write a check', required: false },
          ]),
        holder: async () => await Promise.resolve('Rollout 17 is open at 25 %.'),
      },
      { candidate: 'v1', ladder: [5, 12.345, 99.999] },
    )
    expect(
      findings.map(({ level, area, message }) => `${level} ${area}: ${message.split('\n')[0] ?? ''}`),
    ).toEqual([
      'problem inputs: baseline and candidate have the same name, "v1", so every metric would compare an arm with itself',
      'problem router: nobody answers',
      'warning router: 1 of 2 servers of the baseline are up',
      'problem router: no server of the candidate is up: refused',
      'problem router: the smallest step of this router is 0.01 points; it cannot give 12.345%, 99.999%',
      'problem metrics: "error rate", `events` has no data for the baseline "v1". errors has no v="v1"; it has "v7".',
      'problem token: the token lacks `deployments: write`, so it cannot keep the record',
      'warning token: the token lacks `checks: write`, so it cannot write a check',
      'warning record: Rollout 17 is open at 25 %.',
    ])
    expect(preflightText(findings)).toContain('Asked: sum(errors{v="v1"})')
    expect(preflightText(findings)).toMatch(/^Preflight: 6 problems to fix/)
    expect(() => requirePreflight(findings)).toThrow(
      expect.objectContaining({ code: 'PREFLIGHT_FAILED', message: expect.not.stringContaining('warning') }),
    )
  })

  test('settings that are refused are a problem like any other', async () => {
    const findings = await look({
      openRouter: () => openRouter('nginx', {}, testIo()),
    })
    expect(findings).toMatchObject([{ level: 'problem', area: 'router', hint: 'Fix `router-settings`.' }])
    expect(findings[0]?.message).toMatch(
      /file: is required[^]*baseline: is required[^]*candidate: is required/,
    )
  })

  test('a router that does not know an arm is a problem', async () => {
    const health = async (): Promise<{ up: number; total: number; why: string }> =>
      await Promise.resolve({ up: 0, total: 0, why: 'nginx has no upstream "next"' })
    expect(await look({ openRouter: () => ({ ...soundRouter, health }) })).toMatchObject([
      { level: 'problem', message: 'the router does not know the baseline: nginx has no upstream "next"' },
      { level: 'problem', message: 'the router does not know the candidate: nginx has no upstream "next"' },
    ])
  })

  test.each([
    [0.39, [0.1, 5], ['0.1%']],
    [0.39, [5, 33.3, 100], []],
    [1, [2.5, 5, 100], ['2.5%']],
    [0, [0.001], []],
  ])('a step of %s points gives %j but for %j', async (step, ladder, refused) => {
    const openStep = (): PreflightRouter => ({ ...soundRouter, can: { ...soundRouter.can, step } })
    const [finding] = await look({ openRouter: openStep }, { ladder })
    if (refused.length === 0) expect(finding).toBeUndefined()
    else expect(finding?.message).toContain(`it cannot give ${refused.join(', ')}`)
  })

  test.each([
    [{ found: 3 }, 'warning', 'found 3 series where one is expected'],
    [{ part: 'histogram', found: 1 }, 'problem', 'there are no buckets'],
    [{ part: 'histogram', found: 12 }, undefined, ''],
    [{ asked: 'sum(rate(errors[1m]))' }, 'warning', 'events per second'],
    [{ part: 'value', asked: 'sum(rate(errors[1m]))' }, undefined, ''],
  ])('a query with %j gives %s', async (probe, level, said) => {
    const [finding] = await look(probing(() => probe))
    expect(finding?.level).toBe(level)
    expect(finding?.message ?? '').toContain(said)
  })

  test('a candidate without data is expected before it is deployed', async () => {
    const findings = await look(probing((arm) => ({ found: arm === 'v2' ? 0 : 1 })))
    expect(findings).toMatchObject([{ level: 'note', area: 'metrics' }])
    expect(preflightPasses(findings)).toBe(true)
  })

  test('a router that forgets, and a source that cannot be asked, are notes', async () => {
    const findings = await look({
      openRouter: () => ({ ...soundRouter, can: { step: 0, survivesRestart: false } }),
      openSource: () => ({}),
    })
    expect(findings.map(({ level }) => level)).toEqual(['note', 'note'])
  })

  test('a cancelled preflight ends with the reason', async () => {
    const reason = new Error('cancelled')
    const cancelled = preflight(question, { ...sound }, AbortSignal.abort(reason))
    await expect(cancelled).rejects.toBe(reason)
  })

  test.runIf(available('nginx'))(
    'a real nginx without the candidate is found out before the first write',
    async () => {
      const arms = { baseline: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' }
      const server = await startNginx(arms)
      onTestFinished(server.stop)
      const settings = { ...server.settings, candidate: 'nowhere' }
      const findings = await look({ openRouter: () => openRouter('nginx', settings, testIo()) })
      expect(findings.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^no server of the baseline is up: 127\.0\.0\.1:9: .*ECONNREFUSED/),
        'the router does not know the candidate: nginx has no upstream "nowhere"; it has stable, next',
      ])
    },
  )
})
