import { UserError, type Io } from '@sluice/action'
import { checkEvidence, type CheckResult } from '@sluice/judge'
import { openSource } from '@sluice/metrics'
import { handOver, shareOfTarget, startProof, type Proof, type Reply } from '@sluice/swap'
import { UNPROBED, type Findings, type SwapDriver } from './driver.ts'
import { knownPosition } from './known-position.ts'
import type { Colours, Input, SwapDetails, SwapTask } from './plan.ts'
import { openProducers } from './producers-settings.ts'
import { proofChecks, proofText } from './proof-checks.ts'
import { knownPast, lookAt, type Watch } from './watch-metrics.ts'
import { watchPolicy } from './watch-policy.ts'

/** One question to both producers. */
const ASK_MS = 10_000
/** What is left of a cancelled job: for a producer that does not answer, for one to drain, and for late events. */
const CANCELLED = { goneMs: 1500, drainMs: 4000, lateMs: 1000 }
/** Confirming a hand-over takes a question more. */
const CONFIRM_MS = 5_000

/** Two producers of one stream that take turns: the hand-over happens at a known position, and the stream proves it. */
export async function openProducersDriver(input: Input, own: SwapDetails, io: Io): Promise<SwapDriver> {
  const { settings, stream } = await openProducers(input.router, input['router-settings'], io)
  const status = async (colour: string, signal: AbortSignal): Promise<Reply | undefined> =>
    await stream.ask(colour, { do: 'status' }, signal)
  const names = namesOf(settings.colours)
  const history = await stream.history(io.signal)
  const ask = async () => await Promise.all(names.map(async (name) => await status(name, io.signal)))
  const joined = await ask()
  const known = await knownPosition(joined, ask, io)
  const prover = startProof(known === 0 ? undefined : known)
  prover.remember(history)
  const last = async (): Promise<number> => {
    prover.add(await stream.read(AbortSignal.timeout(ASK_MS)))
    return Math.max(known, prover.proof().last)
  }
  const handedOver: number[] = []
  /** The producer that was started last by this process. */
  let active: string | undefined
  const source =
    own.queries.length === 0
      ? undefined
      : openSource(input.source ?? 'prometheus', input['source-settings'], io)
  const watchOf = ({ colours, details }: SwapTask): Watch | undefined =>
    source === undefined
      ? undefined
      : {
          colours,
          sides: { baseline: names[0], candidate: names[1], arms: details.watch.arms },
          policy: watchPolicy(details.confidence, details.policies, details.watch.ladder),
          queries: details.queries,
          source,
          everyMs: details.watch.everyMs,
          probes: () => [],
          now: io.now,
        }
  /** Position up to which the stream was last judged; undefined before the first look. */
  let horizon: number | undefined
  const patienceMs = Math.max(LEAST_MS, 'answer' in settings ? settings.answer : 0)
  /**
   * Partitions and brokers deliver at their own pace: what is only late must not look lost. So what had been read when this
   * began is judged, as soon as nothing up to there is missing, or after the time that a producer has for an answer.
   */
  const settled = async (signal: AbortSignal, longestMs = patienceMs): Promise<Proof> => {
    horizon = await last()
    for (let i = 0; i * LATE_MS < longestMs; i++) {
      if (prover.proof(horizon).missing === 0) break
      await io.sleep(LATE_MS, signal)
      await last()
    }
    return prover.proof(horizon)
  }
  const seen = (): Findings => {
    const proof = prover.proof(horizon)
    return { details: { proof, handedOver }, lines: [proofText(proof, handedOver)], outputs: UNPROBED }
  }
  const wholeMs = settings.gone + settings.drain + CONFIRM_MS
  const cancelledMs = CANCELLED.goneMs + CANCELLED.drainMs
  return {
    ...knownPast(source, { baseline: names[0], candidate: names[1], arms: own.watch.arms }),
    begin: async () => await Promise.resolve(producerColours(names, joined, input.target)),
    router: ({ target, previous }) => ({
      tolerance: 0,
      settlesMs: 0,
      deadlineMs: {
        shift: wholeMs,
        get undo() {
          return io.signal.aborted ? cancelledMs : wholeMs
        },
      },
      read: async () => {
        const signal = AbortSignal.timeout(ASK_MS)
        const [ours, theirs] = await Promise.all([status(target, signal), status(previous, signal)])
        const turn = active === undefined ? undefined : active === target ? 'target' : 'previous'
        const weight = shareOfTarget(ours, theirs, turn)
        return { weight, pending: weight === 50 }
      },
      write: async (share) => {
        const [from, to] = share === 100 ? [previous, target] : [target, previous]
        const limits = io.signal.aborted ? CANCELLED : { goneMs: settings.gone, drainMs: settings.drain }
        const at = await handOver({ stream, from, to, last, ...limits }, io, AbortSignal.timeout(wholeMs))
        if (at !== undefined) handedOver.push(at)
        active = to
      },
    }),
    check: async (_, signal) =>
      await Promise.all(names.map(async (name) => answers(name, await status(name, signal), io))),
    look: async (task, stage, signal) => {
      const proof = await settled(signal)
      const limits = { minEvents: settings['min-events'], maxDuplicates: settings['max-duplicates'] }
      const reply = await status(task.colours.target, signal)
      const checks = proofChecks(proof, { reply, since: handedOver.at(-1), at: io.now() }, limits)
      const watch = watchOf(task)
      const measured = watch === undefined ? [] : await lookAt(watch, stage, signal)
      return [...checks.map(checkEvidence), ...measured]
    },
    seen,
    close: async () => {
      try {
        // Also after a cancel: the hand-back may have left a gap, and nobody looks again.
        const soon = async () => await settled(AbortSignal.timeout(ASK_MS), CANCELLED.lateMs)
        await (io.signal.aborted ? soon() : settled(io.signal).catch(soon))
      } finally {
        await stream.close()
      }
      return seen()
    },
  }
}
const LATE_MS = 500
const LEAST_MS = 2500

function namesOf(text: string): readonly [string, string] {
  const [one, two, ...more] = text.split(/[\s,]+/)
  if (one !== undefined && two !== undefined && one !== two && more.length === 0) return [one, two]
  throw new UserError(
    'BAD_INPUT',
    `colours: must be two names such as \`blue green\`, got ${text}`,
    'Fix `router-settings`.',
  )
}

/** The producer asked for takes over; blank means the one that doesn't run. */
function producerColours(
  [one, two]: readonly [string, string],
  [first, second]: readonly (Reply | undefined)[],
  target: string | undefined,
): Colours {
  const idle = first?.state === 'running' ? two : second?.state === 'running' ? one : undefined
  const wanted = target ?? idle
  if (wanted === one) return { target: one, previous: two }
  if (wanted === two) return { target: two, previous: one }
  const problem =
    target === undefined ? 'neither producer says that it runs' : `there is no producer ${target}`
  throw new UserError('NO_TARGET', `target: ${problem}`, `Name ${one} or ${two} as \`target\`.`)
}

function answers(name: string, reply: Reply | undefined, io: Io): CheckResult {
  const detail =
    reply === undefined ? 'does not answer on its control channel' : `${reply.state} at ${reply.position}`
  return {
    name: `producer ${name} answers`,
    at: io.now(),
    finding: reply === undefined ? 'unknown' : 'fine',
    detail,
  }
}
