import { CHANGE_ME } from '../../init/files.ts'
import { SECRET_NAME } from '../address.ts'
import type { Ledger } from '../ledger.ts'
import { under, itemsUnder, textUnder, type InputPlace } from '../place.ts'
import { BASELINE_MARK, CANDIDATE_MARK } from '../prometheus/arms.ts'

export type Args = ReadonlyMap<string, string>

/** The values that a Rollout gives to its templates. What only a run knows becomes a mark, or CHANGE-ME. */
export function argsGiven(list: readonly InputPlace[], rollout: InputPlace, ledger: Ledger): Args {
  return new Map(
    list.flatMap((arg): readonly (readonly [string, string])[] => {
      const name = textUnder(arg, 'name')
      if (name === undefined) return []
      const value = textUnder(arg, 'value')
      if (value !== undefined) return [[name, givenValue(arg, name, value, ledger)]]
      return [[name, valueFrom(arg, name, rollout, ledger)]]
    }),
  )
}

/** A value that is written out, unless its name says that it is a secret. */
function givenValue(arg: InputPlace, name: string, value: string, ledger: Ledger): string {
  if (SECRET_NAME.test(name)) {
    ledger.left(
      arg,
      'Its name says that its value is a secret.',
      `Replace ${CHANGE_ME} in the output, and keep the secret in GitHub.`,
    )
    return CHANGE_ME
  }
  ledger.carried(arg, `{{args.${name}}} in the queries`)
  return value
}

function valueFrom(arg: InputPlace, name: string, rollout: InputPlace, ledger: Ledger): string {
  const hash = textUnder(arg, 'valueFrom', 'podTemplateHashValue')
  if (hash !== undefined) {
    const arm = hash === 'Stable' ? 'the baseline' : 'the candidate'
    ledger.changed(
      arg,
      '$arm',
      `It was the hash of the pods of ${arm}. Sluice fills in a name that you choose.`,
    )
    return hash === 'Stable' ? BASELINE_MARK : CANDIDATE_MARK
  }
  const field = textUnder(arg, 'valueFrom', 'fieldRef', 'fieldPath')
  const value = field === undefined ? undefined : fieldOf(rollout, field)
  if (value !== undefined) {
    ledger.carried(arg, `{{args.${name}}} in the queries: ${value}`)
    return value
  }
  ledger.left(
    arg,
    'Its value is known in the cluster only.',
    `Replace ${CHANGE_ME} in the queries that use it.`,
  )
  return CHANGE_ME
}

function fieldOf(rollout: InputPlace, field: string): string | undefined {
  const [, key, name] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(field) ?? []
  return key === undefined || name === undefined
    ? textUnder(rollout, ...field.split('.'))
    : textUnder(rollout, 'metadata', key, name)
}

/** The values in force inside a template: those given, then its own. */
export function argsOf(template: InputPlace, given: Args, ledger: Ledger): Args {
  const own = itemsUnder(template, 'spec', 'args').flatMap((arg): readonly (readonly [string, string])[] => {
    const name = textUnder(arg, 'name')
    if (name === undefined) return []
    if (given.has(name)) {
      ledger.carried(arg, `{{args.${name}}} in the queries`)
      return []
    }
    const value = textUnder(arg, 'value')
    if (value !== undefined) return [[name, givenValue(arg, name, value, ledger)]]
    const isSecret = under(arg, 'valueFrom', 'secretKeyRef') !== undefined
    ledger.left(
      arg,
      isSecret ? 'Its value is a secret of the cluster.' : 'Nothing gives it a value.',
      `Replace ${CHANGE_ME} in the output${isSecret ? ', and keep the secret in GitHub' : ''}.`,
    )
    return [[name, CHANGE_ME]]
  })
  return new Map([...own, ...given])
}

/** A text with its arguments filled in. */
export function filled(text: string, args: Args): string {
  return text.replaceAll(/\{\{\s*args\.([\w.-]+)\s*\}\}/g, (_, name: string) => args.get(name) ?? CHANGE_ME)
}
