import { UserError, type Io } from '@sluice/action'
import type { CheckResult } from '@sluice/judge'
import { readOrigin } from '../origin.ts'
import type { Component } from './component.ts'
import { suitsMigrations, suitsVersion, type Suits } from './suits.ts'

/** Asks of every component whether it suits every colour: one result for each pair, none left out. */
export async function checkShared(
  components: readonly Component[],
  colours: readonly string[],
  when: 'before' | 'after',
  io: Io,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const pairs = components.flatMap((component) => colours.map((colour) => ({ component, colour })))
  return await Promise.all(
    pairs.map(async ({ component, colour }) => ({
      name: `shared: ${component.name} suits ${colour} ${when}`,
      at: io.now(),
      ...(await suits(component, colour, io, signal)),
    })),
  )
}

async function suits(component: Component, colour: string, io: Io, signal: AbortSignal): Promise<Suits> {
  try {
    if (component.kind === 'command') return await suitsCommand(component.run, colour, io, signal)
    const [state, document] = await Promise.all([
      readOrigin(component.state, colour, io, signal),
      readOrigin(component.colour, colour, io, signal),
    ])
    return component.kind === 'migrations' ? suitsMigrations(state, document) : suitsVersion(state, document)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { finding: 'unknown', detail: error.message }
  }
}

async function suitsCommand(
  command: readonly string[],
  colour: string,
  io: Io,
  signal: AbortSignal,
): Promise<Suits> {
  const [program = '', ...args] = command.map((word) => word.replaceAll('$colour', colour))
  const { code, stdout, stderr } = await io.exec(program, args, { signal, env: { SLUICE_COLOUR: colour } })
  const said = (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? ''
  return code === 0
    ? { finding: 'fine', detail: 'ended with code 0' }
    : { finding: 'worse', detail: `ended with code ${code}: ${said.slice(0, 200)}` }
}
