import { describe, expect, test } from 'vitest'
import { checkConclusion, mayGoOn } from '@sluice/publish'

describe('an undecided verdict', () => {
  test('blocks a required check unless the user said otherwise: GitHub counts neutral as passed', () => {
    expect(checkConclusion('inconclusive', 'fail')).toBe('action_required')
    expect(checkConclusion('inconclusive', 'neutral')).toBe('neutral')
    expect(checkConclusion('inconclusive', 'pass')).toBe('success')
  })

  test('lets the workflow go on only when the user said so', () => {
    expect(['fail', 'neutral', 'pass'].map((when) => mayGoOn('inconclusive', when as 'fail'))).toEqual([
      false,
      true,
      true,
    ])
  })
})

test.each(['fail', 'neutral', 'pass'] as const)(
  'with when-inconclusive: %s a fail fails and a pass passes',
  (when) => {
    expect([checkConclusion('fail', when), mayGoOn('fail', when)]).toEqual(['failure', false])
    expect([checkConclusion('pass', when), mayGoOn('pass', when)]).toEqual(['success', true])
  },
)
