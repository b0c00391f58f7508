import { parseFields, text, withDefault, type Values } from '@sluice/action'
import { comparisonInputs, replayInputs, sourceInputs } from '@sluice/shadow'
import { inputAbout } from '../input-about.ts'

const fields = {
  ...sourceInputs,
  ...replayInputs,
  ...comparisonInputs,
  environment: withDefault('local', text('environment name')),
  service: withDefault('the service', text('service name')),
  'report-dir': withDefault('sluice-report', text('path')),
} as const

/** A shard is for a job; one machine uses all its cores anyway. */
const HIDDEN = new Set(['shard'])

/** The options of `sluice shadow`: the inputs of the action. Each may be repeated where the input takes several lines. */
export const SHADOW_FLAGS: Readonly<
  Record<string, { readonly value: string; readonly about: string; readonly multiple: true }>
> = Object.fromEntries(
  Object.entries(fields)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, { shape, fallback }]) => [
      name,
      {
        value: 'VALUE',
        about: inputAbout('shadow-compare', name, shape, fallback),
        multiple: true,
      },
    ]),
)

/** Reads the options with the same fields as the action. Throws `UserError`. */
export function readInput(given: Readonly<Record<string, unknown>>): Values<typeof fields> {
  return parseFields(
    fields,
    (name) => {
      const values = given[name]
      return HIDDEN.has(name) || !Array.isArray(values) ? '' : values.join('\n')
    },
    'the command line',
  )
}
