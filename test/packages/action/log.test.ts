import { expect, test } from 'vitest'
import { jobLog } from '@sluice/action'

test('lines of a long wait are folded under one title, and any other line ends the fold', () => {
  const lines: string[] = []
  const log = jobLog((line) => lines.push(line))
  log.info('holds at 5%')
  log.folded('Each look', 'first')
  log.folded('Each look', '::error::hostile')
  log.folded('50% reached', 'second')
  log.warning('the metrics could not be read')
  log.folded('Each look', 'third')
  log.info('promoted')
  expect(lines).toEqual([
    'holds at 5%',
    '::group::Each look',
    'first',
    '\u200b::error::hostile',
    '::endgroup::',
    '::group::50%25 reached',
    'second',
    '::endgroup::',
    '::warning::the metrics could not be read',
    '::group::Each look',
    'third',
    '::endgroup::',
    'promoted',
  ])
})
