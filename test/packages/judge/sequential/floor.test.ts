import { judge } from '@sluice/compat'
import { expect, test } from 'vitest'
import { counted, metric, policy } from './rollout.ts'

const rows = (events: number, base: number) =>
  counted(Array.from({ length: 20 }, () => [events, 20_000, base, 20_000]))
const floored = policy([metric({ margin: { value: 0.1, of: 'baseline', floor: 0.0005 } })])
const finding = (events: number, base: number, rules = floored) =>
  judge(rules, [rows(events, base)])[0]?.finding

test('a service without errors passes a margin with a floor', () => {
  expect(finding(0, 0)).toBe('fine')
  expect(finding(0, 0, policy([metric({ margin: { value: 0.1, of: 'baseline' } })]))).toBe('unknown')
})

test('three errors instead of one are within the floor, sixty are not', () => {
  expect(finding(3, 1)).toBe('fine')
  expect(finding(60, 1)).toBe('worse')
})

test('where errors are common the share decides', () => {
  expect(finding(200, 200)).not.toBe('worse')
  expect(finding(300, 200)).toBe('worse')
})
