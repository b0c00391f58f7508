import { contract as canary } from '@sluice/action-canary-step'
import { ciFacts, createIo, inputsFrom, terminalIo, UserError, type Io, type Values } from '@sluice/action'
import { learnsNoise } from '@sluice/judge'
import { openSource } from '@sluice/metrics'
import { askPast, localRun } from '@sluice/rollout'
import type { Policy, Samples } from '@sluice/verdict'
import { readerOf } from '../rollout/options.ts'

const { source, metrics, baseline, weight, ladder, interval, confidence, noise, share } = canary.inputs

/** The inputs of canary-step that tell how long it takes. */
export const pastInputs = {
  source,
  'source-settings': canary.inputs['source-settings'],
  metrics,
  baseline,
  weight,
  ladder,
  interval,
  confidence,
  'min-trials': canary.inputs['min-trials'],
  'fail-when': canary.inputs['fail-when'],
  noise,
  share,
} as const

const contract = {
  name: 'plan',
  inputs: pastInputs,
  outputs: [],
  config: true,
  requires: () => ['metrics'],
} as const

/** What a canary would be judged by, and the past of its baseline. */
export interface SourcePast {
  /** Of every metric: those that cannot be planned share the false-alarm level too. */
  readonly policy: Policy
  readonly past: readonly Samples[]
  readonly ladder: readonly number[]
  readonly seconds: number
  readonly arm: string
}

/**
 * Asks the source of a canary for the past of its baseline, as the canary itself would before anyone meets the candidate.
 * `usual`: the weight where neither options nor settings name one. Throws `UserError`.
 */
export async function askSource(
  given: Readonly<Record<string, unknown>>,
  usual: number,
  write: (line: string) => void,
): Promise<SourcePast> {
  const facts = ciFacts(process.env, localRun())
  const { io } = terminalIo(createIo(new AbortController().signal), facts, write)
  const read = readerOf(pastInputs, 'run', given, process.env)
  const input = inputsFrom(contract, read, 'the options of `sluice plan`, or the config file', io)
  const rungs = (input.ladder ?? [input.weight ?? usual]).filter((each) => each < 100)
  const { policies, queries } = input.metrics ?? { policies: [], queries: [] }
  if (rungs.length === 0)
    throw noPlan(
      'no weight is below 100, so nothing is compared',
      'Give `--weight 5`, or `--ladder` with weights below 100.',
    )
  const { 'instance-label': label, ...settings } = input['source-settings']
  if (label !== undefined)
    write(
      '`instance-label` is left out of the plan: it tries each version on a stretch of its own, so noise that both share counts as noise of one. The rollout may be faster.',
    )
  const planned = policies.filter(learnsNoise)
  if (planned.length === 0)
    throw noPlan('none of the metrics can be planned', 'Give a proportion, a count, a mean or a quantile.')
  const wanted = queries.filter(({ name }) => planned.some((each) => each.name === name))
  return {
    policy: {
      confidence: input.confidence,
      minTrials: input['min-trials'],
      failWhen: input['fail-when'],
      stages: Math.max(1, rungs.length),
      ...(input.share === undefined ? {} : { share: input.share }),
      metrics: policies,
    },
    past: await pastOf({ ...input, 'source-settings': settings }, wanted, io),
    ladder: rungs,
    seconds: input.interval / 1000,
    arm: input.baseline,
  }
}

async function pastOf(
  input: Values<typeof pastInputs>,
  queries: Parameters<typeof askPast>[0] & NonNullable<Values<typeof pastInputs>['metrics']>['queries'],
  io: Io,
): Promise<readonly Samples[]> {
  const opened = openSource(input.source, input['source-settings'], io)
  if (opened.past === undefined)
    throw noPlan(
      `the source ${input.source} cannot read the past`,
      'Record a day with another source, or give `--base-rate` and `--traffic`.',
    )
  if (input.noise === 0)
    throw noPlan('noise is none, so no past is read', 'Give `--noise 24h`, or another duration.')
  const wish = { arm: input.baseline, intervalMs: input.interval, pastMs: input.noise }
  try {
    return await askPast(queries, opened, wish, io)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw noPlan(
      `the source ${input.source} could not be read: ${error instanceof Error ? error.message : String(error)}`,
      'Check `source-settings`, and that this machine reaches the server.',
    )
  }
}

/** The past is not of use for a plan. */
export function noPlan(message: string, hint: string): UserError {
  return new UserError('PLAN_HISTORY', message, hint)
}
