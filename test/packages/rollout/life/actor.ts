import type {
  LifeCaller,
  LifeCommand,
  LifeNote,
  LifeRequest,
  RetireLeave,
  RolloutPlan,
} from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'

/** One run: its process, and what its post step will know. */
export interface Actor {
  readonly run: string
  readonly release: 'A' | 'B'
  readonly token: string
  /** -1, 0 or 1: how its clock goes wrong. */
  readonly skew: number
  command: LifeCommand
  event: string
  dead: boolean
  cancelled: boolean
  over: boolean
  killIn: number
  postAfterKill: boolean
  note: LifeNote | undefined
  readonly wakes: Set<() => void>
  lastRead: number | undefined
  request: LifeRequest | undefined
}

export function newActor(
  run: string,
  release: 'A' | 'B',
  command: LifeCommand,
  event: string,
  nth: number,
): Actor {
  return {
    run,
    release,
    token: `t${nth}`,
    skew: (nth % 3) - 1,
    command,
    event,
    dead: false,
    cancelled: false,
    over: false,
    killIn: Number.POSITIVE_INFINITY,
    postAfterKill: true,
    note: undefined,
    wakes: new Set(),
    lastRead: undefined,
    request: undefined,
  }
}

/** What a run asks for: the same plan every time. */
export function requestOf(actor: Actor, setting: Setting, now: number): LifeRequest {
  const caller: LifeCaller = {
    command: actor.command,
    event: actor.event,
    run: actor.run,
    actor: 'octocat',
    identity: { sha: actor.release },
    whenSuperseded: setting.superseded,
  }
  const plan: RolloutPlan = {
    ladder: [5, 50, 100],
    intervalMs: MINUTE,
    graceMs: 2 * MINUTE,
    blindForMs: 3 * MINUTE,
    giveUpAfterMs: 2 * 60 * MINUTE,
    bakeMs: setting.swap ? 0 : setting.bakeMs,
    holdBack: setting.swap || setting.bakeMs === 0 ? 0 : setting.holdBack,
    betweenRuns: setting.betweenRuns,
    finishes: setting.finishes && !setting.swap,
    // The maximum is never reached here, so that a sound candidate is never given up for want of evidence.
    ...(setting.swap ? { watch: { forMs: 2 * MINUTE, atMostMs: 24 * 60 * MINUTE }, retires: true } : {}),
    details: {},
  }
  return {
    caller,
    action: 'canary-step',
    service: 'shop',
    arms: async () => await Promise.resolve({ baseline: 'stable', candidate: 'canary' }),
    home: { arms: { baseline: 'stable', candidate: 'canary' }, sure: true },
    plan,
    digest: actor.release,
    until: now + 30 * MINUTE + setting.bakeMs,
    lookUntil: now + 10 * MINUTE + setting.bakeMs,
  }
}

interface Retiring {
  readonly sleep: (ms: number, wakes: boolean) => Promise<void>
  /** The program that nobody can take back begins. */
  readonly begins: () => Promise<boolean>
}

/** Waits as connections drain, and retires the baseline if it may; the program takes a minute. */
export async function retireInTime(
  actor: Pick<Actor, 'cancelled'>,
  time: { readonly now: number },
  until: number,
  { mayGoOn, mayBegin }: RetireLeave,
  { sleep, begins }: Retiring,
): Promise<boolean> {
  while (time.now < until && !actor.cancelled) {
    await sleep(2 * MINUTE, true)
    if ((await mayGoOn()) === false) return false
  }
  if (actor.cancelled || !(await mayBegin())) return false
  const begun = await begins()
  await sleep(MINUTE, false)
  return begun
}
