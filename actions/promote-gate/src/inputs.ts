import { linesOf, listOf, oneOf, optional, secret, text, wholeNumber, withDefault } from '@sluice/action'
import { publicKeys, requirements } from '@sluice/gate'
import { COMMON_OUTPUTS, commonInputs } from '@sluice/publish'

export const inputs = {
  ...commonInputs,
  require: optional(requirements),
  verdicts: linesOf(text('path or glob')),
  from: withDefault('files', listOf(oneOf(['files', 'checks', 'deployments']))),
  policy: optional(text('path')),
  'public-key': optional(publicKeys),
  'target-environment': optional(text('environment name')),
  approve: withDefault('none', oneOf(['none', 'pending-deployment', 'protection-rule'])),
  'approve-token': optional(secret(text('token'))),
  'app-id': optional(text('id of a GitHub App')),
  'app-private-key': optional(secret(text('private key of a GitHub App, PEM'))),
  'run-id': optional(wholeNumber({ min: 1 })),
} as const

export const outputs = [...COMMON_OUTPUTS, 'unmet', 'approval'] as const
