import { commandField, mapOfText } from '@sluice/action'
import { expect, test } from 'vitest'

test('a program is taken as a list, also from a settings mapping, as its own message asks', () => {
  expect(commandField().parse('["./check.sh", "green"]')).toEqual(['./check.sh', 'green'])
  const { control = '' } = mapOfText('settings').parse('control: [./producer.sh, "two words"]')
  expect(commandField().parse(control)).toEqual(['./producer.sh', 'two words'])
  expect(commandField().parse('./check.sh')).toEqual(['./check.sh'])
})

test.each(['./check.sh green', '[]', '[1]', '{}x {'])('%s is no program and its arguments', (given) => {
  expect(() => commandField().parse(given)).toThrow('must be a list such as')
})
