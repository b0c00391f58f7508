import { RouterChanged, RouterRefused, type WeightReading } from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'
import type { Timeline } from './timeline.ts'

export type Content = 'A' | 'B' | 'old'

/** A router, the slot of the candidate behind it, and who has met what. */
export class SimulatedRouter {
  /** The candidate's weight in each region. */
  private parts: number[]
  /** A person has set the weight. */
  hand = false
  slot: Content = 'old'
  /** What an engine promoted last: it goes back there without a step. */
  private stable: Content = 'old'
  deployedAt = Number.NEGATIVE_INFINITY
  /** Releases whose roll-back was confirmed: nobody may meet them again. */
  readonly bad = new Set<string>()
  private pending: { readonly at: number; readonly part: number; readonly weight: number }[] = []
  private readonly versions: number[] = [0, 0]
  private readonly served = new Map<Content, number>()
  private servingSince = 0
  /** When the weight of any region last became another one. */
  changedAt = 0
  private readonly time: Timeline
  private readonly setting: Setting

  constructor(time: Timeline, setting: Setting) {
    this.time = time
    this.setting = setting
    this.parts = Array.from({ length: setting.regions }, () => 0)
  }

  /** The weight over all regions. */
  get observed(): number {
    return this.parts.reduce((sum, weight) => sum + weight, 0) / this.parts.length
  }

  read(): WeightReading {
    this.settle()
    return {
      weight: this.observed,
      pending: this.setting.saysPending && !this.setting.lies && this.pending.length > 0,
      ...(this.setting.cas ? { version: this.versions.join() } : {}),
      ...(this.parts.length > 1 ? { parts: [...this.parts] } : {}),
    }
  }

  /** Writes to one region. */
  write(part: number, weight: number, version: string | undefined): void {
    this.settle()
    const known = version?.split(',')[part]
    if (this.setting.cas && known !== undefined && known !== String(this.versions[part]))
      throw new RouterChanged()
    if (this.setting.oneWay === true) {
      if (this.goesNowhere(weight)) return
      // An abort, or a promotion, takes the place of a step on its way.
      this.pending = []
    }
    this.change(part)
    if (this.setting.slowMs === 0) this.set(part, weight)
    else this.pending.push({ at: this.time.now + this.setting.slowMs, part, weight })
  }

  /** Whether an engine has nothing to do; it refuses what is not its next stop, and has no way back from the end. */
  private goesNowhere(weight: number): boolean {
    const from = this.observed
    const coming = this.pending[0]?.weight
    if (weight === (coming ?? from)) return true
    if (weight === 0 && from === 100) throw new RouterRefused('promoted')
    const next = stopsOf(this.setting).find((stop) => stop > from)
    if (weight !== 0 && weight !== 100 && (weight !== next || coming !== undefined))
      throw new RouterRefused(`from ${from}% the engine goes to ${next ?? 100}%, not to ${weight}%`)
    return false
  }

  isQuietAt(weight: number): boolean {
    return this.parts.every((part) => part === weight) && this.pending.length === 0
  }

  /** A person sets the weight, of one region only where `part` names it. */
  operator(weight: number, part: number | undefined): void {
    if (this.isQuietAt(weight) || (part ?? 0) >= this.parts.length) return
    if (this.setting.oneWay === true && (this.observed === 100 || weight === 20)) return
    this.hand = true
    this.pending = []
    for (const each of this.parts.keys()) if (part === undefined || part === each) this.set(each, weight)
  }

  /**
   * A deploy over the slot of an open rollout exposes people to whatever it brings: the next look ends that, and without a
   * claim nothing prevents it.
   */
  deploy(release: 'A' | 'B', isOpen: boolean): void {
    this.account()
    if (this.observed > 0 || isOpen) this.bad.delete(release)
    if (this.setting.oneWay === true) {
      if (this.slot === release) return
      // Somebody's open release is thrown over.
      this.hand ||= isOpen
      this.pending = []
      this.slot = release
      this.set(0, release === this.stable ? 100 : 0)
    }
    this.slot = release
    this.deployedAt = this.time.now
  }

  /** Lets arrive what is due; false where someone meets a release whose roll-back was confirmed. */
  settle(): boolean {
    while (this.pending[0] !== undefined && this.pending[0].at <= this.time.now) {
      const arrived = this.pending.shift()
      if (arrived !== undefined) this.set(arrived.part, arrived.weight)
    }
    this.account()
    return this.observed === 0 || this.hand || !this.bad.has(this.slot)
  }

  /** Whether the present content has had users long enough for the metrics to show what it is like. */
  hasServed(): boolean {
    this.account()
    return (this.served.get(this.slot) ?? 0) >= MINUTE
  }

  private set(part: number, weight: number): void {
    this.account()
    if (this.parts[part] !== weight) this.changedAt = this.time.now
    this.parts[part] = weight
    if (weight === 100) this.stable = this.slot
    this.change(part)
  }

  private change(part: number): void {
    this.versions[part] = (this.versions[part] ?? 0) + 1
  }

  private account(): void {
    const { now } = this.time
    if (this.observed > 0)
      this.served.set(this.slot, (this.served.get(this.slot) ?? 0) + now - this.servingSince)
    this.servingSince = now
  }
}

/** Where the engine of a one-way router stops. */
function stopsOf({ bakeMs, holdBack }: Setting): readonly number[] {
  return bakeMs > 0 && holdBack > 0 ? [5, 50, 100 - holdBack] : [5, 50]
}
