import { oneOf, text, Unacceptable, type Values, commandField, itemOf, itemsOf } from '@sluice/action'
import { originField, type Origin } from '../origin.ts'

/** A part that both colours use, and how to tell whether it suits a colour. */
export type Component =
  | {
      readonly kind: 'migrations' | 'version'
      readonly name: string
      readonly state: Origin
      readonly colour: Origin
    }
  | { readonly kind: 'command'; readonly name: string; readonly run: readonly string[] }

const kinds = ['migrations', 'version', 'command'] as const
const described = {
  name: text('name'),
  kind: oneOf(kinds),
  state: originField(),
  colour: originField(),
}
const run = { name: text('name'), kind: oneOf(kinds), run: commandField() }

/** The `shared` input: a YAML list of components. */
export const sharedField = itemsOf('list of shared components (`name`, `kind`, …)', decodeComponent)

function decodeComponent(item: unknown, path: string): Component {
  if (typeof item === 'object' && item !== null && 'kind' in item && item.kind === 'command') {
    const { name, run: command } = itemOf(run, item, path)
    if (!command.some((word) => word.includes('$colour'))) {
      throw new Unacceptable(`${path}.run: must contain $colour`)
    }
    return { kind: 'command', name, run: command }
  }
  const given: Values<typeof described> = itemOf(described, item, path)
  const { kind } = given
  if (kind === 'command') throw new Unacceptable(`${path}.run: is required and was not given`)
  return { ...given, kind }
}
