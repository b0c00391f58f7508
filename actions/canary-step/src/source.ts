import { UserError, type Io } from '@sluice/action'
import { openSource, type MetricSource } from '@sluice/metrics'
import type { Input } from './plan.ts'

/** Opens the source. Throws `BAD_INPUT` for one that would take two slots for each other once they have changed places. */
export function sourceOf(
  { source: name, 'source-settings': settings, slots }: Pick<Input, 'source' | 'source-settings' | 'slots'>,
  io: Io,
  memory?: unknown,
): MetricSource {
  const source = openSource(name, settings, io, memory)
  if (slots === undefined || !source.rolesAreFixed) return source
  throw new UserError(
    'BAD_INPUT',
    `source-settings: baseline-url and candidate-url stay as they are while the slots ${slots.join(' and ')} change places`,
    `Give \`urls: { ${slots[0]}: …, ${slots[1]}: … }\` in \`source-settings\` instead.`,
  )
}
