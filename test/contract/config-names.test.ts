import { expect, test } from 'vitest'
import { unknownIn } from '@sluice/action'
import { readActionYml } from '../../scripts/docs/action-tables.ts'
import { actionNames } from '../support/actions.ts'
import { root } from '../support/files.ts'

test('a config file may hold the inputs of every action, and nothing that no action reads', () => {
  const actions = actionNames()
  const names = actions.flatMap((action) => Object.keys(readActionYml(root, action).inputs))
  const secrets = [
    'github-token',
    'signing-key',
    // The address of a webhook is as good as a password.
    'notify',
    'config',
    'sha',
    'artifact',
    'dry-run',
    'rehearse',
    'fail-step',
    'public-key',
    'signed',
    'organization-policy',
    'approve-token',
    'app-private-key',
    'run-id',
  ]
  const shared = Object.fromEntries(names.filter((name) => !secrets.includes(name)).map((name) => [name, '']))
  expect(unknownIn(shared, {})).toEqual([])
  expect(unknownIn({ nonsense: '' }, {})).toEqual(['nonsense'])
})
