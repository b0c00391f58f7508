import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ciFacts,
  createIo,
  inputsFrom,
  terminalIo,
  type Contract,
  type Fields,
  type Io,
  type Values,
} from '@sluice/action'
import type { ToldExit } from '@sluice/publish'
import { textTable } from '@sluice/report'
import { localRun, type LifeCommand, type RecordStore } from '@sluice/rollout'
import type { CliIo } from '../command.ts'
import { writeJunit } from '../report-options.ts'
import { stopSignal } from '../stop-signal.ts'
import { readerOf, tokenFrom } from './options.ts'
import { commitHere, recordPlace, type RecordPlace } from './place.ts'
import { rolloutStatus, statusText } from './status.ts'

/** An action that moves traffic, as the command line runs it. */
export interface RolloutVerb<F extends Fields, O extends string> {
  readonly name: string
  readonly about: string
  readonly contract: Contract<F, O>
  /** State under which the action keeps what its post step needs. */
  readonly note: string
  readonly step: (input: Values<F>, io: Io, records?: RecordStore) => Promise<ToldExit<O>>
  /** Puts right what a run that threw has left behind, and takes home what it left open. */
  readonly after: (input: Values<F>, io: Io, kept: unknown, records?: RecordStore) => Promise<After<O>>
}

/** What was done after the step: an exit that counts in place of the step's own, or where traffic is now, in percent. */
interface After<O extends string> {
  readonly exit?: ToldExit<O>
  readonly weight?: number
}

export interface Given extends Readonly<Record<string, unknown>> {
  readonly json: boolean
  readonly markdown: boolean
  readonly junit: string | undefined
  readonly record: string | undefined
  readonly repository: string | undefined
  readonly scheduled: boolean
}

/** Runs one command of an action that moves traffic; resolves to the exit code. */
export async function runVerb<F extends Fields, O extends string>(
  verb: RolloutVerb<F, O>,
  command: LifeCommand,
  given: Given,
  cli: CliIo,
): Promise<number> {
  const { env } = process
  const facts = ciFacts(env, localRun())
  const stop = stopSignal(() => cli.stderr('Stopping: traffic goes to where it belongs first.\n'))
  const { io, kept } = terminalIo(
    createIo(stop.signal),
    {
      ...facts,
      repository: given.repository ?? facts.repository,
      ...(given.scheduled ? { eventName: 'schedule' } : {}),
    },
    (line) => cli.stderr(`${line}\n`),
  )
  try {
    const read = readerOf(verb.contract.inputs, command, given, env)
    const [environment, service] = [read('environment'), read('service')]
    const token = tokenFrom(env)
    if (token !== '') io.mask(token)
    const place = await recordPlace({ environment, service, record: given.record, token }, io.facts, io.now)
    if (command === 'status') {
      const status = await rolloutStatus({ environment, service, token }, place, io)
      cli.stdout(given.json ? `${JSON.stringify(status)}\n` : statusText(status))
      return 0
    }
    const sha = read('sha') || io.facts.sha || (await commitHere(command, io))
    const known = { ...io, facts: { ...io.facts, sha } }
    const input = inputsFrom(verb.contract, read, 'the options, or the config file', known)
    warnOfNothing(command, place, io)
    const exit = await performed(verb, input, known, place, kept)
    return await told(exit, place, given, cli)
  } finally {
    stop.forget()
  }
}

/** A file without a record is a likely mistake where something is to be ended: the record may be at GitHub. */
function warnOfNothing(command: LifeCommand, { isNew, name }: RecordPlace, io: Io): void {
  if (!isNew || ['run', 'claim', 'retry'].includes(command)) return
  io.log.warning(
    `There is no record in ${name}. If a workflow at GitHub keeps it, set GITHUB_TOKEN and give --repository OWNER/NAME.`,
  )
}

/** Does the work, and what an action's post step would do after it. */
async function performed<F extends Fields, O extends string>(
  { step, after, note }: RolloutVerb<F, O>,
  input: Values<F>,
  io: Io,
  { store }: RecordPlace,
  kept: ReadonlyMap<string, unknown>,
): Promise<ToldExit<O>> {
  const putRight = async (): Promise<After<O>> => await after(input, io, kept.get(note), store)
  let exit: ToldExit<O>
  try {
    exit = await step(input, io, store)
  } catch (error) {
    await putRight().catch((second: unknown) => {
      io.log.error(second instanceof Error ? second.message : String(second))
    })
    throw error
  }
  const afterwards = await putRight()
  if (afterwards.exit !== undefined) return afterwards.exit
  const { weight } = afterwards
  return weight === undefined ? exit : { ...exit, outputs: { ...exit.outputs, weight: String(weight) } }
}

async function told(
  exit: ToldExit<string>,
  place: RecordPlace,
  { json, markdown, junit }: Given,
  cli: CliIo,
): Promise<number> {
  const { outputs, failed, told: shown } = exit
  const code = rolloutExitCode(exit)
  if (shown !== undefined) await writeJunit(shown.verdict, shown.framing, junit)
  const given = Object.entries({ ...outputs, record: place.name }).filter(([, value]) => value !== '')
  if (json) {
    const why = failed === undefined ? {} : { failed }
    cli.stdout(`${JSON.stringify({ ...Object.fromEntries(given), ...why, exit: code })}\n`)
    return code
  }
  if (failed !== undefined) cli.stderr(`${failed}\n`)
  const report = outputs['report'] ?? ''
  cli.stdout(
    markdown && report !== ''
      ? await readFile(join(report, '..', 'report.md'), 'utf8')
      : `${textTable(given)}\n`,
  )
  return code
}

/** What a run of an action came to, as far as its exit code goes. */
export interface RolloutExit {
  readonly failed?: string
  readonly outputs: Readonly<Record<string, string>>
}

/** Nobody was told a no, and evidence may still come. */
const UNDECIDED: ReadonlySet<string> = new Set(['hold', 'waiting'])
const UNDECIDED_REASONS: ReadonlySet<string> = new Set(['gave_up', 'checks_undecided'])

/**
 * The exit code of a run: 0 where later steps may go on, 1 for a no, 2 undecided, 3 where the preflight found something to
 * correct, 4 where the work could not be done.
 */
export function rolloutExitCode({ failed, outputs }: RolloutExit): number {
  const { decision = '', reason = '' } = outputs
  if (failed === undefined) return 0
  if (UNDECIDED.has(decision) || UNDECIDED_REASONS.has(reason)) return 2
  if (decision === 'error') return reason === 'preflight_failed' ? 3 : 4
  return 1
}
