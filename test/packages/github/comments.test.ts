import { commentMarker, upsertComment } from '@sluice/github'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

describe('upsertComment', () => {
  let world: World
  const key = ['canary-step', 'production', 'api']
  const marker = commentMarker(key)
  beforeEach(async () => {
    world = await createWorld()
    world.repository.pullRequest()
  })
  afterEach(async () => {
    expect(world.sandbox.state.violations).toEqual([])
    await world.sandbox.close()
  })
  const bodies = () => world.sandbox.state.comments(NAME, 1).map(({ body }) => body)
  const ask = (body: string) => ({ issue: 1, key, body })

  test('the comment is edited in place, also behind a hundred others', async () => {
    const github = world.connect()
    await upsertComment(github, ask('first'))
    for (let i = 0; i < 101; i += 1) world.repository.comment(1, 'mona', `talk ${i}`)
    await upsertComment(world.connect(), ask('second'))
    expect(bodies()).toHaveLength(102)
    expect(bodies()[0]).toBe(`${marker}\nsecond`)
  })

  test('ours is found on the second page', async () => {
    for (let i = 0; i < 101; i += 1) world.repository.comment(1, 'mona', `talk ${i}`)
    await upsertComment(world.connect(), ask('first'))
    await upsertComment(world.connect(), ask('second'))
    expect(bodies().filter((body) => body.startsWith(marker))).toEqual([`${marker}\nsecond`])
  })

  test('a marker planted by a contributor is left alone', async () => {
    world.repository.comment(1, 'mallory', `${marker}\nall is well`)
    await upsertComment(world.connect(), ask('rolled back'))
    expect(bodies()).toEqual([`${marker}\nall is well`, `${marker}\nrolled back`])
  })

  test('a bot that merely quotes the marker is left alone', async () => {
    world.repository.comment(1, 'github-actions[bot]', `> ${marker}\nquoted`)
    await upsertComment(world.connect(), ask('mine'))
    expect(bodies()).toHaveLength(2)
  })

  test('a person’s token finds the person’s own comment and no one else’s', async () => {
    world.repository.comment(1, 'github-actions[bot]', `${marker}\nby the bot`)
    const rita = { kind: 'user', login: 'rita' } as const
    await upsertComment(world.connect(rita), ask('one'))
    await upsertComment(world.connect(rita), ask('two'))
    expect(bodies()).toEqual([`${marker}\nby the bot`, `${marker}\ntwo`])
  })

  test('two written at once are reduced to the older one', async () => {
    await Promise.all([
      upsertComment(world.connect(), ask('a')),
      upsertComment(world.connect(), ask('b')),
      upsertComment(world.connect(), ask('c')),
    ])
    expect(bodies()).toHaveLength(1)
  })

  test('a lost answer does not make two comments', async () => {
    world.sandbox.inject({ match: { operation: 'issues/create-comment' }, respond: 'drop-after' })
    const result = await upsertComment(world.connect(), ask('once'))
    expect(result.published).toBe(true)
    expect(bodies()).toEqual([`${marker}\nonce`])
  })

  test('nor do a lost answer and a failed look for what became of it', async () => {
    world.sandbox.inject({ match: { operation: 'issues/create-comment' }, respond: 'drop-after' })
    world.sandbox.inject({ match: { operation: 'issues/list-comments' }, skip: 1, times: 2, respond: 'drop' })
    const result = await upsertComment(world.connect(), ask('once'))
    expect(result.published).toBe(true)
    expect(bodies()).toEqual([`${marker}\nonce`])
  })

  test('a body of 70,000 characters is cut to what GitHub takes', async () => {
    const whenCut = '[the whole report](https://example.com)'
    const result = await upsertComment(world.connect(), { ...ask('😀'.repeat(70_000)), whenCut })
    expect(result.published).toBe(true)
    expect([...(bodies()[0] ?? '')]).toHaveLength(65_536)
    expect(bodies()[0]?.endsWith(whenCut)).toBe(true)
  })

  test('a fork’s token gets a reason instead of a comment', async () => {
    const result = await upsertComment(world.connect({ kind: 'fork' }), ask('x'))
    expect(result.published ? '' : result.because).toMatch(/issues: write.*pull-requests: write/)
    expect(bodies()).toEqual([])
  })

  test('no key can break out of the marker or meet another', () => {
    expect(commentMarker(['a-->', '<b>'])).toMatch(/^<!-- sluice:[^<>-]+ -->$/)
    expect(commentMarker(['a/b', 'c'])).not.toBe(commentMarker(['a', 'b/c']))
  })
})
