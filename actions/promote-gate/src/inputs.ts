import {
  flag,
  linesOf,
  listOf,
  oneOf,
  optional,
  secret,
  text,
  trusted,
  wholeNumber,
  withDefault,
  type Values,
} from '@sluice/action'
import { publicKeys, requirements } from '@sluice/gate'
import { COMMON_OUTPUTS, commonInputs } from '@sluice/publish'

/** Everything here but where files are looked for decides what opens, so only the workflow itself may set it. */
export const inputs = {
  ...commonInputs,
  environment: trusted(commonInputs.environment),
  service: trusted(commonInputs.service),
  'when-inconclusive': trusted(commonInputs['when-inconclusive']),
  'dry-run': trusted(commonInputs['dry-run']),
  'fail-step': trusted(commonInputs['fail-step']),
  require: optional(trusted(requirements)),
  verdicts: linesOf(text('path or glob')),
  from: trusted(withDefault('files', listOf(oneOf(['files', 'checks', 'deployments'])))),
  policy: optional(trusted(text('path'))),
  'public-key': optional(trusted(publicKeys)),
  signed: trusted(withDefault('true', flag())),
  'organization-policy': trusted(withDefault('optional', oneOf(['optional', 'required']))),
  'target-environment': optional(trusted(text('environment name'))),
  approve: trusted(withDefault('none', oneOf(['none', 'pending-deployment', 'protection-rule']))),
  'approve-token': optional(trusted(secret(text('token')))),
  'app-id': optional(trusted(text('id of a GitHub App'))),
  'app-private-key': optional(trusted(secret(text('private key of a GitHub App, PEM')))),
  'run-id': optional(trusted(wholeNumber({ min: 1 }))),
} as const

export type GateInput = Values<typeof inputs>

export const outputs = [...COMMON_OUTPUTS, 'unmet', 'approval'] as const
