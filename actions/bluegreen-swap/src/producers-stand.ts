import { UserError, type Io } from '@sluice/action'
import { checkEvidence, type CheckResult } from '@sluice/judge'
import { openSource } from '@sluice/metrics'
import { handOver, shareOfTarget, startProof, type Proof, type Reply } from '@sluice/swap'
import type { Input } from './input.ts'
import { knownPosition } from './known-position.ts'
import { proofChecks, proofText } from './proof-checks.ts'
import { openProducers } from './producers-settings.ts'
import { UNPROBED, type Colours, type Stand } from './stand.ts'
import { lookAt, type Watch } from './watch-metrics.ts'
import { watchPolicy } from './watch-policy.ts'

/** Two producers of one stream that take turns: the hand-over happens at a known position, and the stream proves it. */
export async function openProducersStand(input: Input, target: string | undefined, io: Io): Promise<Stand> {
  const { settings, stream } = await openProducers(input.router, input['router-settings'], io)
  const status = async (colour: string, signal: AbortSignal): Promise<Reply | undefined> =>
    await stream.ask(colour, { do: 'status' }, signal)
  const names = namesOf(settings.colours)
  const history = await stream.history(io.signal)
  const ask = async () => await Promise.all(names.map(async (name) => await status(name, io.signal)))
  const joined = await ask()
  const colours = producerColours(names, joined, target)
  const known = await knownPosition(joined, ask, io)
  const prover = startProof(known === 0 ? undefined : known)
  prover.remember(history)
  const last = async (): Promise<number> => {
    prover.add(await stream.read(io.signal))
    return Math.max(known, prover.proof().last)
  }
  const handedOver: number[] = []
  let active: 'target' | 'previous' | undefined
  const watch = metricsWatch(input, io, colours, names)
  return {
    colours,
    read: async (signal) =>
      shareOfTarget(await status(colours.target, signal), await status(colours.previous, signal), active),
    shift: async (share, signal) => {
      const [from, to] =
        share === 100 ? [colours.previous, colours.target] : [colours.target, colours.previous]
      const undoing = signal !== io.signal
      const limits = undoing
        ? { goneMs: 1500, drainMs: 4000 }
        : { goneMs: settings.gone, drainMs: settings.drain }
      const at = await handOver({ stream, from, to, last, ...limits }, io, signal)
      if (at !== undefined) handedOver.push(at)
      active = share === 100 ? 'target' : 'previous'
    },
    check: async (signal) =>
      await Promise.all(names.map(async (name) => answers(name, await status(name, signal), io))),
    look: async (stage, signal) => {
      await last()
      // Partitions and brokers deliver at their own pace: what is only late must not look lost.
      for (let i = 0; i < LATE_TRIES && prover.proof().missing > 0; i++) {
        await io.sleep(LATE_MS, signal)
        await last()
      }
      const limits = { minEvents: settings['min-events'], maxDuplicates: settings['max-duplicates'] }
      const reply = await status(colours.target, signal)
      const checks = proofChecks(prover.proof(), { reply, since: handedOver.at(-1), at: io.now() }, limits)
      const measured = watch === undefined ? [] : await lookAt(watch, stage, signal)
      return [...checks.map(checkEvidence), ...measured]
    },
    close: async () => {
      await last()
      await stream.close()
      const proof: Proof = prover.proof()
      return { details: { proof, handedOver }, lines: [proofText(proof, handedOver)], outputs: UNPROBED }
    },
  }
}

const LATE_TRIES = 5
const LATE_MS = 500

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

function metricsWatch(
  input: Input,
  io: Io,
  colours: Colours,
  [baseline, candidate]: readonly [string, string],
): Watch | undefined {
  if (input.metrics === undefined) return undefined
  return {
    colours,
    sides: { baseline, candidate, arms: input.watch.arms },
    policy: watchPolicy(input.confidence, input.metrics.policies, input.watch.ladder),
    queries: input.metrics.queries,
    source: openSource(input.source ?? 'prometheus', input['source-settings'], io),
    everyMs: input.watch.everyMs,
    probes: () => [],
    now: io.now,
  }
}
