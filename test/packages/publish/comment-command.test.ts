import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCommentAsk } from '@sluice/publish'

const event = (body: unknown, more: object = {}) => ({
  action: 'created',
  issue: { number: 7, pull_request: {} },
  comment: { id: 9, body, user: { login: 'jane' } },
  ...more,
})

describe('a comment asks for something', () => {
  test('by its first line, which may name a service', () => {
    const asked = { word: 'abort', login: 'jane', comment: 9, pullRequest: 7 }
    expect(readCommentAsk(event('/sluice abort'))).toEqual(asked)
    expect(readCommentAsk(event('/sluice abort  shop \r\nIt is on fire.'))).toEqual({
      ...asked,
      service: 'shop',
    })
  })

  test.each([
    ['a quote', '> /sluice abort'],
    ['a later line', 'Please:\n/sluice abort'],
    ['more words', '/sluice abort shop now'],
    ['no word', '/sluice'],
    ['another program', '/sluiced abort'],
    ['no text', null],
  ])('but not by %s', (_, body) => expect(readCommentAsk(event(body))).toBeUndefined())

  test('and neither on an issue, nor when it is edited, nor without an author', () => {
    expect(readCommentAsk(event('/sluice abort', { issue: { number: 7 } }))).toBeUndefined()
    expect(readCommentAsk(event('/sluice abort', { action: 'edited' }))).toBeUndefined()
    expect(
      readCommentAsk(event('x', { comment: { id: 9, body: '/sluice abort', user: null } })),
    ).toBeUndefined()
  })

  test('whatever GitHub may send, nothing throws', () => {
    fc.assert(fc.property(fc.anything(), (data) => void readCommentAsk(data)))
    fc.assert(fc.property(fc.string(), (body) => void readCommentAsk(event(body))))
  })
})
