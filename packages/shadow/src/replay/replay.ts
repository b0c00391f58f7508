import { dueTimes, type ReplayRate } from './rate.ts'
import type { RecordedRequest } from './request.ts'
import { send, type ReplayAnswer, type ReplayIo } from './send.ts'

export interface ReplayPlan {
  readonly arms: readonly { readonly name: string; readonly base: URL }[]
  readonly rate: ReplayRate
  /** Only these methods are sent: a shadow must not write. */
  readonly methods: readonly string[]
  /** Requests in flight at most, over all arms; what is due meanwhile waits, and its wait counts as latency. */
  readonly concurrency: number
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Headers of a request that its records hold, called as they are here; no others are kept. */
  readonly keptHeaders?: readonly string[]
  /** Requests sent first and not compared, while caches and connections warm up. */
  readonly warmUp: number
}

/** What became of the requests. */
export interface Replayed {
  /** Over all arms, with those that warmed up or came to nothing: what the services had to do. */
  readonly sent: number
  /** Of all answers that came. */
  readonly bytes: number
  /** Recorded requests that were sent to warm up. */
  readonly warmedUp: number
  /** Of those to compare: how many the primary answered with a status of 400 or above, and which arm never answered. */
  readonly refused: number
  readonly unanswered: Unanswered
  /** Requests without a comparable pair of answers, by reason. */
  readonly lost: ReadonlyMap<string, number>
  /** How late the last requests were sent, in milliseconds: a replayer that cannot keep its rate says so. */
  readonly lateMs: number
}

/** Requests that were sent and that primary, candidate or both did not answer, and by arm how many of them were too late. */
export interface Unanswered {
  readonly primaryOnly: number
  readonly candidateOnly: number
  readonly both: number
  readonly late: readonly number[]
}

export const WITHHELD_METHOD = 'withheld'

/**
 * Sends every recorded request to every arm when it is due, whether or not earlier ones have been answered, with the
 * arms in a random order. `keep` gets each arm's record of a request that all of them answered.
 */
export async function replay(
  requests: readonly RecordedRequest[],
  plan: ReplayPlan,
  keep: (arm: number, record: string) => void,
  world: ReplayIo,
): Promise<Replayed> {
  const allowed = requests.filter(({ method }) => plan.methods.includes(method))
  const lost = new Map<string, number>()
  const count = (why: string, by = 1): void => void (by > 0 && lost.set(why, (lost.get(why) ?? 0) + by))
  count(WITHHELD_METHOD, requests.length - allowed.length)
  const due = dueTimes(
    allowed.map(({ at }) => at),
    plan.rate,
    world.random,
  )
  const start = world.now()
  const gate = new Gate(plan.concurrency)
  const running = new Set<Promise<void>>()
  let [sent, bytes, lateMs, refused] = [0, 0, 0, 0]
  const unanswered = { primaryOnly: 0, candidateOnly: 0, both: 0, late: plan.arms.map(() => 0) }
  for (const [k, request] of allowed.entries()) {
    const at = start + (due[k] ?? 0)
    if (at > world.now()) await world.sleep(at - world.now(), world.signal)
    world.signal.throwIfAborted()
    const one = exchange(request, at, plan, gate, world).then((answers) => {
      lateMs = Math.max(lateMs, answers.lateMs)
      sent += plan.arms.length
      bytes += answers.all.reduce((sum, answer) => sum + ('record' in answer ? answer.bytes : 0), 0)
      if (k < plan.warmUp) return
      if (statusOf(answers.all[0]) >= 400) refused++
      noteUnanswered(unanswered, answers.all)
      const failure = answers.all.find((answer) => 'failed' in answer)
      answers.all.forEach((answer, arm) => {
        if (failure === undefined && 'record' in answer) keep(arm, answer.record)
      })
      if (failure !== undefined && 'failed' in failure) count(failure.failed)
    })
    running.add(one)
    void one.finally(() => running.delete(one)).catch(() => undefined)
  }
  await Promise.all(running)
  const warmedUp = Math.min(plan.warmUp, allowed.length)
  return { sent, bytes, warmedUp, refused, unanswered, lost, lateMs }
}

function statusOf(answer: ReplayAnswer | undefined): number {
  return answer !== undefined && 'status' in answer ? answer.status : 0
}

function noteUnanswered(
  into: { primaryOnly: number; candidateOnly: number; both: number; readonly late: number[] },
  answers: readonly ReplayAnswer[],
): void {
  const [primary, candidate] = answers.map((answer) => 'why' in answer && answer.why !== 'large')
  if (primary === true && candidate === true) into.both++
  else if (primary === true) into.primaryOnly++
  else if (candidate === true) into.candidateOnly++
  answers.forEach((answer, arm) => {
    if ('why' in answer && answer.why === 'late') into.late[arm] = (into.late[arm] ?? 0) + 1
  })
}

async function exchange(
  request: RecordedRequest,
  due: number,
  plan: ReplayPlan,
  gate: Gate,
  world: ReplayIo,
) {
  let lateMs = 0
  const order = plan.arms.map((arm, k) => ({ arm, k, rank: world.random() })).sort((a, b) => a.rank - b.rank)
  const answers = await Promise.all(
    order.map(async ({ arm, k }) => {
      await gate.enter()
      lateMs = Math.max(lateMs, world.now() - due)
      try {
        return { k, answer: await send(request, arm, due, plan, world) }
      } finally {
        gate.leave()
      }
    }),
  )
  return { lateMs, all: answers.sort((a, b) => a.k - b.k).map(({ answer }) => answer) }
}

/** Lets so many in at once; the rest wait in line. */
class Gate {
  #free: number
  readonly #line: (() => void)[] = []

  constructor(places: number) {
    this.#free = places
  }

  async enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--
      return
    }
    await new Promise<void>((resolve) => this.#line.push(resolve))
  }

  leave(): void {
    const next = this.#line.shift()
    if (next === undefined) this.#free++
    else next()
  }
}
