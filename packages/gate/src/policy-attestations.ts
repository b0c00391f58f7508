import {
  field,
  itemOf,
  itemsOf,
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
  type Values,
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
  /** `owner/name` whose file `root` is; undefined: the repository that is gated. */
  readonly repository?: string
}

/** An attestation of how the artifact was built, which must be there. */
export type ProvenanceRule = AttestationRule & {
  /** Type of its predicate. */
  readonly predicate: string
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

const SLSA = 'https://slsa.dev/provenance/v1'

/** One mapping like that of `attestations`, or a list of them, each with `predicate`. */
export const provenanceRules = itemsOf(
  'mapping with `root`, `workflow`, `predicate`',
  (item, path): ProvenanceRule => {
    const given = mapOfText('provenance').parse(JSON.stringify(item))
    const { predicate = SLSA, ...rule } = itemOf(
      { ...fields, predicate: optional(text('type of predicate')) },
      given,
      path,
    )
    return { ...ruleOf(rule), predicate }
  },
)

/** A mapping with `root`, `workflow`, elsewhere than at github.com `issuer`, and what else a run must have been. */
export const attestationRule = yamlOf('mapping with `root` and `workflow`', (data): AttestationRule => {
  try {
    const given = mapOfText('attestations').parse(JSON.stringify(data))
    return ruleOf(parseSettings(fields, given, 'attestations'))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new Unacceptable(error.message.replaceAll('\n', '; '))
  }
})

function ruleOf({ refs, events, runner, ...rule }: Values<typeof fields>): AttestationRule {
  return {
    ...rule,
    ...(refs === undefined ? {} : { refs }),
    ...(events === undefined ? {} : { events }),
    ...(runner === undefined ? {} : { runner }),
  }
}
