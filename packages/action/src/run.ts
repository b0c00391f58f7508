import { cancelSignal, Cancelled } from './cancel.ts'
import { readConfig, unknownIn } from './config.ts'
import { createIo } from './create-io.ts'
import type { Field, Fields, Values } from './fields/field.ts'
import { maskSecrets } from './fields/mask-secrets.ts'
import { parseFields } from './fields/settings.ts'
import { errorPage, UserError } from './fields/user-error.ts'
import type { Io } from './io.ts'
import { useProxyFromEnv } from './proxy-env.ts'

/** What an action reads and writes: the same names as in its action.yml. */
export interface Contract<F extends Fields, O extends string> {
  readonly name: string
  readonly inputs: F
  readonly outputs: readonly O[]
  /** Also take inputs left blank from the YAML file that the `config` input names (see `readConfig`). */
  readonly config?: boolean
  /** Optional inputs that are required all the same, by what the others say. */
  readonly requires?: (read: ReadInput) => readonly string[]
}

/** The text that was given for an input; empty where none was. */
export type ReadInput = (name: string) => string

/** How an action ended: every output, and why the step must fail, if it must. */
export interface Exit<O extends string> {
  readonly outputs: Readonly<Record<O, string>>
  readonly failed?: string
}

/**
 * The life of an action: parse the inputs (all problems at once), mask the secrets, do the work, write every output.
 * Any throw ends in `decision: error` with the code as `reason`, an error annotation and a failed step.
 */
export async function run<F extends Fields, O extends string>(
  contract: Contract<F, O>,
  work: (input: Values<F>, io: Io) => Promise<Exit<O>>,
): Promise<never> {
  const io = createIo(cancelSignal())
  let failed: string | undefined
  try {
    await useProxyFromEnv(process.env)
    const input = readInputs(contract, io)
    const exit = await work(input, io)
    await writeOutputs(contract.outputs, exit.outputs)
    failed = exit.failed
  } catch (error) {
    await writeOutputs(contract.outputs, {
      outcome: 'inconclusive',
      decision: 'error',
      reason: codeOf(error),
    })
    failed = explain(error)
  }
  if (failed !== undefined) io.log.error(failed)
  return await leave(failed === undefined ? 0 : 1)
}

/** The life of a post step: never fails the job for want of anything to do; reports what it could not do. */
export async function runPost(work: (io: Io) => Promise<void>): Promise<never> {
  const io = createIo(cancelSignal())
  try {
    await useProxyFromEnv(process.env)
    await work(io)
  } catch (error) {
    io.log.error(explain(error))
    return await leave(1)
  }
  return await leave(0)
}

/** Every input of an action, parsed; secrets are masked first. Post steps see the same inputs as the main step. */
export function readInputs<F extends Fields, O extends string>(contract: Contract<F, O>, io: Io): Values<F> {
  const given = (name: string): string =>
    process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? ''
  return inputsFrom(contract, given, 'the `with:` block of this step', io)
}

/**
 * The same from wherever they were given; what was left blank comes from the config file. `where` tells the reader what
 * to fix. Throws `UserError` with all problems at once.
 */
export function inputsFrom<F extends Fields, O extends string>(
  contract: Contract<F, O>,
  given: ReadInput,
  where: string,
  io: Pick<Io, 'facts' | 'mask'>,
): Values<F> {
  const config =
    contract.config === true ? readConfig(given('config'), given('service'), io.facts.workspace) : {}
  refuseUntrusted(config, contract.inputs, given('config'), where)
  const read = (name: string): string => (given(name).trim() === '' ? (config[name] ?? '') : given(name))
  maskSecrets(contract.inputs, read, io.mask)
  const fields = requiring(contract.inputs, contract.requires?.(read) ?? [])
  return parseFields(fields, read, where, unknownIn(config, contract.inputs))
}

/** The same fields, where some may not be blank. */
function requiring<F extends Fields>(fields: F, names: readonly string[]): F {
  const needed = Object.entries(fields).map(([name, field]) => {
    if (!names.includes(name)) return [name, field]
    const { whenBlank: _, ...rest }: Field<unknown> = field
    return [name, rest]
  })
  return Object.fromEntries(needed) as F
}

/** What decides about trust must not come from a file that a pull request can change. */
function refuseUntrusted(
  config: Readonly<Record<string, string>>,
  inputs: Fields,
  file: string,
  where: string,
): void {
  const wrong = Object.keys(config).filter((name) => inputs[name]?.trusted === true)
  if (wrong.length === 0) return
  throw new UserError(
    'UNTRUSTED_SETTING',
    wrong.map((name) => `${name}: is set in ${file}, which a pull request can change`).join('\n'),
    `Move it into ${where}.`,
  )
}

async function writeOutputs(
  names: readonly string[],
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const { setOutput } = await import('@actions/core')
  for (const name of names) setOutput(name, values[name] ?? '')
}

function codeOf(error: unknown): string {
  if (error instanceof UserError) return error.code
  return error instanceof Cancelled ? 'CANCELLED' : 'UNEXPECTED_ERROR'
}

/** What the log shows: for what the reader can fix the message and a hint, for anything else the stack. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return `${error.message}\n${error.hint}\nSee ${errorPage(error.code)}`
  if (error instanceof Cancelled) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Open sockets must not keep a finished step alive, and pending log lines must not be lost. */
async function leave(code: number): Promise<never> {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  process.exit(code)
}
