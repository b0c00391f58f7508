import type { ShadowDetails, ShadowModel } from '@sluice/verdict'
import { plainNumber } from '../numbers.ts'

export type ShadowExample = NonNullable<ShadowModel['examples']>[number]

const WHY: Readonly<Record<string, string>> = {
  lost: 'only the stable model is right',
  won: 'only the candidate is right',
  worst: 'the error grew',
  furthest: 'the answers lie apart',
  moved: 'the probabilities moved',
  flip: 'the answer changed',
}

/** Why an input is shown, in words. */
export function whyShown({ why, by }: ShadowExample): string {
  return `${WHY[why] ?? why}${by === undefined ? '' : ` by ${plainNumber(by)}`}`
}

/**
 * All examples of a report as NDJSON, one line each: of predictions with `why`, `slices` and both answers, of fields with
 * `field` and `kind`. Values are hidden or shown as in the report.
 */
export function examplesNdjson({ paths, model }: Pick<ShadowDetails, 'paths' | 'model'>): string {
  const answers = (model?.examples ?? []).map(({ stable, candidate, ...example }) => ({
    ...example,
    primary: stable,
    candidate,
  }))
  const fields = paths.flatMap(({ path, examples }) =>
    examples.map((example) => ({ field: path, ...example })),
  )
  return [...answers, ...fields].map((line) => `${JSON.stringify(line)}\n`).join('')
}
