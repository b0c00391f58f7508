import {
  field,
  listOf,
  mapOfText,
  oneOf,
  optional,
  parseSettings,
  refuse,
  text,
  Unacceptable,
  UserError,
  withDefault,
  yamlOf,
} from '@sluice/action'

/** Which artifact attestations count as signatures; `root` is a path on the default branch. Undefined allows any. */
export interface AttestationRule {
  readonly root: string
  readonly workflow: string
  readonly issuer: string
  /** Refs that the workflow may have run on, such as `refs/heads/main`. */
  readonly refs?: readonly string[]
  /** Events that may have started it. */
  readonly events?: readonly string[]
  readonly runner?: 'github-hosted' | 'self-hosted'
}

const workflowShape =
  'workflow such as `https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main`'

const fields = {
  root: text('path of a file with trusted roots'),
  workflow: field(workflowShape, (given) =>
    /^https:\/\/\S+@refs\/\S+$/.test(given) ? given : refuse(workflowShape, given),
  ),
  issuer: withDefault('https://token.actions.githubusercontent.com', text('address')),
  refs: optional(listOf(text('ref such as `refs/heads/main`'))),
  events: optional(listOf(text('event name'))),
  runner: optional(oneOf(['github-hosted', 'self-hosted'])),
}

/** A mapping with `root`, `workflow`, elsewhere than at github.com `issuer`, and what else a run must have been. */
export const attestationRule = yamlOf('mapping with `root` and `workflow`', (data): AttestationRule => {
  try {
    const given = mapOfText('attestations').parse(JSON.stringify(data))
    const { refs, events, runner, ...rule } = parseSettings(fields, given, 'attestations')
    return {
      ...rule,
      ...(refs === undefined ? {} : { refs }),
      ...(events === undefined ? {} : { events }),
      ...(runner === undefined ? {} : { runner }),
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new Unacceptable(error.message.replaceAll('\n', '; '))
  }
})
