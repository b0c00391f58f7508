import type { LifeCommand, LifeEnding, RolloutRecord, Word } from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'
import type { SimulatedGitHub } from './simulated-github.ts'
import type { SimulatedRouter } from './simulated-router.ts'

/** What the checks need to know of a run. */
export interface Checked {
  readonly run: string
  readonly token: string
  readonly event: string
  readonly command: LifeCommand
  readonly cancelled: boolean
  readonly lastRead: number | undefined
}

export interface Circumstances {
  readonly setting: Setting
  readonly router: SimulatedRouter
  readonly github: SimulatedGitHub
  readonly now: number
  /** The metrics could not be read for a while. */
  readonly wasBlind: boolean
  /** GitHub and the router have always answered, and the router tells the truth. */
  readonly untroubled: boolean
  /** People have aborted, or promoted by hand. */
  readonly commands: ReadonlySet<string>
  /** Records whose baseline has been retired, or is being retired. */
  readonly retired: ReadonlySet<number>
  /** Records of whose end people were told. */
  readonly concluded: ReadonlySet<number>
  readonly newestPush: { readonly run: number; readonly release: 'A' | 'B' } | undefined
}

/** What a write above 0 breaks, if anything: only the owner raises, only its own candidate, and no older release follows. */
export function brokenByWrite(actor: Checked, weight: number, it: Circumstances): string | undefined {
  if (weight === 0) return brokenByReturn(actor, it)
  const open = it.github.truth().find((record) => record.open)
  // An abort that comes after the baseline was retired brings back the users whom it has sent there.
  if (open === undefined && actor.command === 'abort' && it.github.truth().at(-1)?.phase === 'finished')
    return undefined
  if (open?.owner.token !== actor.token)
    return `run ${actor.run} writes ${weight}% and does not own the open rollout`
  const identity = open.payload.identity.sha
  const { slot, deployedAt } = it.router
  // Beside a dead baseline, whatever works is better than nothing.
  const deadEnd = it.setting.swap && it.setting.deadBaseline
  if (it.setting.versions && !deadEnd && slot !== identity && it.now - deployedAt > 2 * MINUTE) {
    return `run ${actor.run} raises ${identity}, and the slot runs ${slot}`
  }
  const newer = it.newestPush
  const begun = it.github
    .truth()
    .some(
      ({ payload, id }) =>
        payload.by.run === `${newer?.run ?? 0}.1` && id < open.id && payload.identity.sha !== identity,
    )
  const older = newer !== undefined && newer.run > Number(actor.run.split('.')[0])
  return begun && older && actor.event === 'push' && actor.run.endsWith('.1')
    ? `run ${actor.run} follows a newer release`
    : undefined
}

/** Nobody is sent back to a baseline that is retired, once the record has said so for a while. */
function brokenByReturn(actor: Checked, it: Circumstances): string | undefined {
  const open = it.github.truth().find((record) => record.open)
  const gone = open?.retiring === true && it.retired.has(open.id) && it.router.observed === 100
  return gone ? `run ${actor.run} sends users to a baseline that is being retired` : undefined
}

/** What a status breaks: it claims what was read, and ends as the candidate deserves. */
export function brokenByWord(
  actor: Checked,
  id: number,
  word: Word | undefined,
  it: Circumstances,
): string | undefined {
  // A release that was promoted before is retired in plain words.
  if (word === undefined) return it.github.state(id)?.open === false ? undefined : 'a status without a word'
  if (word.kind === 'at' && word.weight !== actor.lastRead) {
    return `run ${actor.run} claims ${word.weight}% and has read ${actor.lastRead ?? 'nothing'}`
  }
  const valid = it.github.state(id)
  const counts = valid?.open === true && valid.term === word.term && valid.owner.token === word.token
  if (word.kind !== 'end' || !counts) return undefined
  const withdrawn = word.as === 'error' && valid.last.kind === 'rise' && valid.rung === 0
  if (!it.concluded.has(id) && valid.windows.length > 0 && !withdrawn && !actor.cancelled)
    return `run ${actor.run} ends record ${id} as ${word.as} before anyone was told: its check would stay open`
  const { sha } = valid.payload.identity
  const nature = it.setting.natures[sha as 'A' | 'B']
  const { hand, slot, observed } = it.router
  if (word.as === 'rolled-back' && nature === 'sound' && !hand && !it.wasBlind && slot === sha) {
    return 'a sound candidate is rolled back'
  }
  const deadEnd = it.setting.swap && it.setting.deadBaseline
  if (
    word.as === 'aborted' &&
    nature === 'sound' &&
    it.untroubled &&
    !deadEnd &&
    !hand &&
    !it.commands.has('abort')
  )
    return `a sound candidate is aborted, and nobody asked for it or touched the router`
  if (word.as === 'promoted' && nature !== 'sound' && it.setting.versions && !it.commands.has('promote')) {
    return `a ${nature} candidate is promoted`
  }
  if (word.as === 'promoted' && observed !== 100 && !hand && !it.commands.has('abort'))
    return `promoted at ${observed}%`
  return undefined
}

/** A minute after a run that owned its rollout ended with an error, nobody is on the candidate. */
export function brokenAfterError(actor: Checked, it: Circumstances): string | undefined {
  // With a dead baseline there is nowhere to go: users stay where they are served.
  if (it.setting.swap && it.setting.deadBaseline) return undefined
  const last = it.github.truth().findLast(({ phase }) => phase !== 'error')
  // A promoted candidate is where everyone belongs, also while its baseline could not be retired.
  if (last?.phase === 'promoted') return undefined
  const another = last !== undefined && last.owner.token !== actor.token
  if (another || it.router.hand || it.router.observed === 0) return undefined
  return `users are on the candidate a minute after run ${actor.run} ended with an error`
}

/** When runs have kept coming without faults, everything has ended, with traffic where the end says. */
export function brokenAtTheEnd(it: Circumstances): string | undefined {
  const records = it.github.truth()
  const open = records.find((record) => record.open && !waitsForFinish(record, it))
  if (open !== undefined) return `no end although runs keep coming: record ${open.id} is ${open.phase}`
  const last = records.filter(({ phase }) => phase !== 'error').at(-1)
  if (last === undefined || it.router.hand) return undefined
  const { swap } = it.setting
  const stays = last.phase === 'promoted' || last.phase === 'stayed' || (swap && last.phase === 'finished')
  // An engine weighs what was deployed last, whatever was released before.
  if (it.setting.oneWay === true && last.payload.identity.sha !== it.router.slot) return undefined
  const want = stays ? 100 : 0
  // Whoever aborts to a dead baseline is told where traffic is; the record may say that it stays.
  const sentAway = last.phase === 'stayed' && it.commands.has('abort')
  const free = last.phase === 'aborted' || records.at(-1)?.phase === 'error' || sentAway
  return !free && it.router.observed !== want
    ? `ended ${last.phase}, and traffic is at ${it.router.observed}%`
    : undefined
}

/** What retiring the baseline breaks: nobody may be on it, and the rollout must have been promoted. */
export function brokenByRetirement(
  actor: Checked,
  { id, phase }: RolloutRecord,
  it: Circumstances,
): string | undefined {
  if (phase !== 'promoted') return `run ${actor.run} retires the baseline of record ${id}, which is ${phase}`
  const { observed, changedAt } = it.router
  // Whoever sent them back, by an abort or by hand: a moment later nobody may take it from them.
  if (observed !== 100 && it.now - changedAt > MINUTE)
    return `run ${actor.run} retires the baseline, and ${100 - observed}% have been on it for a while`
  return it.router.observed !== 100 && !it.router.hand && !it.commands.has('abort')
    ? `run ${actor.run} retires the baseline while ${100 - it.router.observed}% are on it`
    : undefined
}

/** Without versions nobody can finish. */
function waitsForFinish({ phase }: RolloutRecord, { setting }: Circumstances): boolean {
  return phase === 'promoted' && !setting.versions
}

/** Whether a run that ended so must have left nobody on the candidate: it was sure to own it, and could read the router. */
export function mustBeHome({ decision, record, weight }: LifeEnding, actor: Checked): boolean {
  return decision === 'error' && record?.owner.token === actor.token && weight !== undefined
}
