import { expect, test } from 'vitest'
import { rootOf } from '../../../packages/gate/src/policy-file.ts'

test('the roots of attestations are read from the gated repository, unless another one is named', () => {
  expect(rootOf({ root: 'root.json' })).toEqual({ path: 'root.json' })
  const named = { root: 'root.json', repository: 'acme/trust' }
  expect(rootOf(named)).toEqual({ path: 'root.json', repository: 'acme/trust' })
})
