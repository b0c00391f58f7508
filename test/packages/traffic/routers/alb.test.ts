import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ALB_ARNS, startAlbStandIn, type AlbStandIn } from '../../../servers/aws-alb.ts'
import { awsIo } from '../../../servers/aws-stand-in.ts'

const never = new AbortController().signal
let balancer: AlbStandIn
beforeEach(async () => void (balancer = await startAlbStandIn([ALB_ARNS.rule])))
afterEach(async () => await balancer.stop())

function open(settings: Record<string, string> = {}, env: Record<string, string> = {}): Router {
  const { rule, baseline, candidate } = ALB_ARNS
  return openRouter('alb', { rule, baseline, candidate, ...settings }, awsIo(balancer.url, env))
}

const refusal = (words: RegExp, hint = /./): unknown =>
  expect.objectContaining({
    code: 'ROUTER_REFUSED',
    message: expect.stringMatching(words),
    hint: expect.stringMatching(hint),
  })

describe('router alb', () => {
  test('writes whole weights, and keeps the login and the stickiness of the rule', async () => {
    await open().write(toCandidate(12.5), {}, never)
    const form = Object.fromEntries(balancer.written.get(ALB_ARNS.rule) ?? [])
    expect(form).toMatchObject({
      'Actions.member.1.Type': 'authenticate-oidc',
      'Actions.member.1.AuthenticateOidcConfig.Scope': 'openid',
      'Actions.member.2.Order': '2',
      'Actions.member.2.ForwardConfig.TargetGroupStickinessConfig.Enabled': 'false',
      'Actions.member.2.ForwardConfig.TargetGroups.member.1.Weight': '875',
      'Actions.member.2.ForwardConfig.TargetGroups.member.2.Weight': '125',
    })
  })

  test('waits a minute before a reading proves anything, and gives the way back more', () => {
    expect(open().can).toMatchObject({
      step: 0.1,
      settles: 60_000,
      deadline: { shift: 90_000, undo: 90_000 },
    })
  })

  test('counts the targets that are healthy; those that are leaving belong to neither side', async () => {
    balancer.targets.set(ALB_ARNS.candidate, [
      ['i-1', 'healthy'],
      ['i-2', 'unhealthy'],
      ['i-3', 'draining'],
    ])
    const { health } = open()
    expect(await health?.('candidate', never)).toEqual({ up: 1, total: 2, why: 'i-2 is unhealthy' })
    expect(await health?.('baseline', never)).toEqual({
      up: 0,
      total: 0,
      why: 'the target group has no targets',
    })
  })

  test('says what is wrong', async () => {
    const strange = `${ALB_ARNS.candidate.slice(0, -1)}0`
    await expect(open({ candidate: strange }).read(never)).rejects.toEqual(
      refusal(
        /must forward to both stable and next; it forwards to stable, next/,
        /weight 0 for the candidate/,
      ),
    )
    await expect(open({ rule: `${ALB_ARNS.rule}0` }).read(never)).rejects.toEqual(refusal(/does not exist/))
    balancer.readOnly.add(ALB_ARNS.rule)
    await expect(open().write(toCandidate(5), {}, never)).rejects.toEqual(
      refusal(/AccessDenied: not authorized/, /needs elasticloadbalancing:ModifyRule/),
    )
    await expect(open({}, { AWS_SECRET_ACCESS_KEY: 'wrong' }).read(never)).rejects.toEqual(
      refusal(/SignatureDoesNotMatch/, /needs elasticloadbalancing:DescribeRules/),
    )
    await expect(open().write(toCandidate(0.04), {}, never)).rejects.toThrow(/1000 parts/)
  })

  test('reports all bad settings at once', () => {
    expect(() => open({ rule: 'shop', baseline: 'x' })).toThrow(
      /^rule: must be the ARN[^]*^baseline: must be the ARN/m,
    )
  })
})
