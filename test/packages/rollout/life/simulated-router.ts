import { RouterChanged, type Reading } from '@sluice/rollout'
import { MINUTE, type Setting } from './setting.ts'
import type { Timeline } from './timeline.ts'

export type Content = 'A' | 'B' | 'old'

/** A router, the slot of the candidate behind it, and who has met what. */
export class SimulatedRouter {
  observed = 0
  /** A person has set the weight. */
  hand = false
  slot: Content = 'old'
  deployedAt = Number.NEGATIVE_INFINITY
  /** Releases whose roll-back was confirmed: nobody may meet them again. */
  readonly bad = new Set<string>()
  private pending: { readonly at: number; readonly weight: number }[] = []
  private version = 0
  private readonly served = new Map<Content, number>()
  private servingSince = 0
  private readonly time: Timeline
  private readonly setting: Setting

  constructor(time: Timeline, setting: Setting) {
    this.time = time
    this.setting = setting
  }

  read(): Reading {
    this.settle()
    return {
      weight: this.observed,
      pending: this.setting.saysPending && !this.setting.lies && this.pending.length > 0,
      ...(this.setting.cas ? { version: String(this.version) } : {}),
    }
  }

  write(weight: number, version: string | undefined): void {
    this.settle()
    if (this.setting.cas && version !== undefined && version !== String(this.version))
      throw new RouterChanged()
    this.version += 1
    if (this.setting.slowMs === 0) this.set(weight)
    else this.pending.push({ at: this.time.now + this.setting.slowMs, weight })
  }

  isQuietAt(weight: number): boolean {
    return this.observed === weight && this.pending.length === 0
  }

  operator(weight: number): void {
    if (this.isQuietAt(weight)) return
    this.hand = true
    this.pending = []
    this.set(weight)
  }

  deploy(release: 'A' | 'B'): void {
    this.account()
    // A deploy over a slot that serves exposes people to whatever it brings: the next look ends that, nothing prevents it.
    if (this.observed > 0) this.bad.delete(release)
    this.slot = release
    this.deployedAt = this.time.now
  }

  /** Lets arrive what is due; false where someone meets a release whose roll-back was confirmed. */
  settle(): boolean {
    while (this.pending[0] !== undefined && this.pending[0].at <= this.time.now) {
      const arrived = this.pending.shift()
      if (arrived !== undefined) this.set(arrived.weight)
    }
    this.account()
    return this.observed === 0 || this.hand || !this.bad.has(this.slot)
  }

  /** Whether the present content has had users long enough for the metrics to show what it is like. */
  hasServed(): boolean {
    this.account()
    return (this.served.get(this.slot) ?? 0) >= MINUTE
  }

  private set(weight: number): void {
    this.account()
    this.observed = weight
    this.version += 1
  }

  private account(): void {
    const { now } = this.time
    if (this.observed > 0)
      this.served.set(this.slot, (this.served.get(this.slot) ?? 0) + now - this.servingSince)
    this.servingSince = now
  }
}
