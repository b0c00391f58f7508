import {
  live,
  putRight,
  readStatus,
  foldRecord,
  timingFor,
  RouterChanged,
  type LifeCaller,
  type LifeCommand,
  type LifeEnding,
  type LifeNote,
  type LifePorts,
  type LifeRequest,
  type RolloutPlan,
  type RolloutRecord,
  type RolloutRouter,
  type Sight,
  type StoredRecord,
  type StoredStatus,
  type TrafficWindow,
  type Word,
} from '@sluice/rollout'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
const SETTLE = 10 * SECOND

export type Nature = 'sound' | 'bad' | 'silent'

export interface Setting {
  /** What the two releases are like. */
  readonly natures: { readonly A: Nature; readonly B: Nature }
  /** Whether anybody can ask a slot for its version. */
  readonly versions: boolean
  /** Whether the router knows versions of its own settings. */
  readonly cas: boolean
  /** Milliseconds until a write takes effect, and whether the router says that it is pending. */
  readonly slowMs: number
  readonly saysPending: boolean
  /** It takes longer than it says: nobody knows that a write is still to come. */
  readonly lies: boolean
  readonly bakeMs: number
  readonly finishes: boolean
  readonly betweenRuns: RolloutPlan['betweenRuns']
  /** Chance of one call to fail before or after its effect. */
  readonly faults: number
  /** How long a list may lag behind writes; shorter than the settle time. */
  readonly lagMs: number
  readonly seed: number
}

export type LifeEvent =
  | { readonly do: 'push' | 'rerun'; readonly release: 'A' | 'B' }
  | { readonly do: 'schedule' }
  | { readonly do: 'command'; readonly command: Exclude<LifeCommand, 'run' | 'claim' | 'status'> }
  | { readonly do: 'cancel' }
  /** The process dies after so many more effects; the post step comes, or the whole runner is lost. */
  | { readonly do: 'kill'; readonly calls: number; readonly post: boolean }
  | { readonly do: 'operator'; readonly weight: number }
  | { readonly do: 'deploy'; readonly release: 'A' | 'B' }
  | { readonly do: 'github-away'; readonly ms: number }
  | { readonly do: 'router-away'; readonly ms: number }
  | { readonly do: 'blind'; readonly ms: number }

export interface TimedEvent {
  readonly afterMs: number
  readonly event: LifeEvent
}

/** What a life broke; its message is what a failing test prints. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

interface Actor {
  readonly run: string
  readonly release: 'A' | 'B'
  readonly token: string
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

interface Due {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/** A small random generator (mulberry32): the same seed gives the same life. */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const never = new Promise<never>(() => undefined)

/** GitHub, a router, a slot, metrics, people and runs, in simulated time. */
export class Simulation {
  now = 1_000_000
  readonly log: string[] = []
  readonly endings: { readonly ending: LifeEnding; readonly actor: Actor }[] = []
  private readonly setting: Setting
  private readonly random: () => number
  private readonly due: Due[] = []
  private order = 0
  private faults: number
  private runs = 100
  private readonly actors: Actor[] = []
  /** Router. */
  observed = 0
  private pending: { at: number; weight: number }[] = []
  private routerVersion = 0
  private hand = false
  /** Slot and what served. */
  private slot: 'A' | 'B' | 'old' = 'old'
  private deployedAt = Number.NEGATIVE_INFINITY
  private readonly served = new Map<string, number>()
  private servingSince = 0
  /** Releases whose roll-back was confirmed. */
  private readonly bad = new Set<string>()
  private githubAwayUntil = 0
  private routerAwayUntil = 0
  private blindUntil = 0
  private wasBlind = false
  private aborts = false
  private readonly records: StoredRecord[] = []
  private readonly statuses = new Map<number, (StoredStatus & { readonly at: number })[]>()
  private nextStatus = 1
  private newestPush: { run: number; release: 'A' | 'B' } | undefined

  constructor(setting: Setting) {
    this.setting = setting
    this.random = randomFrom(setting.seed)
    this.faults = setting.faults
  }

  /** Plays the events, then fault-free scheduled runs until nothing is open, and checks what must hold at the end. */
  async play(events: readonly TimedEvent[]): Promise<void> {
    let at = this.now
    for (const { afterMs, event } of events) {
      at += afterMs
      this.at(at, () => this.apply(event))
    }
    await this.drain()
    this.faults = 0
    for (let tries = 0; tries < 6; tries += 1) {
      this.now += 30 * MINUTE
      this.settleRouter()
      this.start('schedule', 'continue', this.newestPush?.release ?? 'A')
      await this.drain()
    }
    if (this.folded().some(({ open, paused }) => open && paused)) {
      this.start('workflow_dispatch', 'resume', this.newestPush?.release ?? 'A')
      await this.drain()
      for (let tries = 0; tries < 4; tries += 1) {
        this.now += 30 * MINUTE
        this.start('schedule', 'continue', 'A')
        await this.drain()
      }
    }
    this.quiet()
  }

  // ---- time --------------------------------------------------------------------------------------------------------
  private at(at: number, fire: () => void): void {
    const due = { at: Math.max(at, this.now), order: (this.order += 1), fire }
    let i = this.due.length
    while (i > 0 && later(this.due[i - 1], due)) i -= 1
    this.due.splice(i, 0, due)
  }

  private async drain(): Promise<void> {
    const limit = this.now + 60 * 24 * 60 * MINUTE
    await turn()
    for (let next = this.due.shift(); next !== undefined; next = this.due.shift()) {
      if (next.at > limit) throw new Broken('a run never ends')
      this.now = Math.max(this.now, next.at)
      this.settleRouter()
      next.fire()
      await turn()
    }
  }

  // ---- what happens ------------------------------------------------------------------------------------------------
  private apply(event: LifeEvent): void {
    this.say(JSON.stringify(event))
    const latest = this.actors.filter(({ dead, over }) => !dead && !over).at(-1)
    switch (event.do) {
      case 'push':
        // A push is built and deployed by its own workflow, which waits for nobody else's traffic.
        if (this.observed === 0 && this.pending.length === 0) this.deploy(event.release)
        this.start('push', 'run', event.release)
        this.newestPush = { run: this.runs, release: event.release }
        break
      case 'rerun':
        if (this.observed === 0 && this.pending.length === 0) this.deploy(event.release)
        this.start('push', 'run', event.release, true)
        break
      case 'schedule':
        this.start('schedule', 'run', this.newestPush?.release ?? 'A')
        break
      case 'command':
        if (event.command === 'abort') this.aborts = true
        this.start('workflow_dispatch', event.command, this.newestPush?.release ?? 'A')
        break
      case 'cancel':
        if (latest === undefined) break
        latest.cancelled = true
        for (const wake of [...latest.wakes]) wake()
        this.at(this.now + 10 * SECOND, () => this.kill(latest, true))
        break
      case 'kill':
        if (latest === undefined) break
        latest.killIn = event.calls
        latest.postAfterKill = event.post
        break
      case 'operator':
        if (event.weight === this.observed && this.pending.length === 0) break
        this.hand = true
        this.pending = []
        this.setWeight(event.weight)
        break
      case 'deploy':
        this.deploy(event.release)
        break
      case 'github-away':
        this.githubAwayUntil = this.now + event.ms
        break
      case 'router-away':
        this.routerAwayUntil = this.now + event.ms
        break
      case 'blind':
        this.blindUntil = this.now + event.ms
        this.wasBlind = true
        break
    }
  }

  private deploy(release: 'A' | 'B'): void {
    this.account()
    // A deploy over a slot that serves exposes people to whatever it brings: the next look ends that, nothing prevents it.
    if (this.observed > 0) this.bad.delete(release)
    this.slot = release
    this.deployedAt = this.now
  }

  private start(event: string, command: LifeCommand, release: 'A' | 'B', rerun = false): void {
    this.runs += 1
    const run = rerun ? `${this.runs}.2` : `${this.runs}.1`
    const actor: Actor = {
      run,
      release,
      token: `t${this.runs}`,
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
    this.actors.push(actor)
    if (rerun || command === 'retry') this.bad.delete(release)
    this.say(`run ${run} begins: ${event} ${command} ${release}`)
    const ports = this.portsOf(actor)
    const request = this.requestOf(actor)
    actor.request = request
    void live(ports, timingFor(SETTLE, ports.router, 10 * MINUTE), request).then(
      (ending) => {
        if (actor.dead) return
        this.ended(actor, ending)
        if (actor.note === undefined) actor.over = true
        else this.post(actor)
      },
      (error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error))
      },
    )
  }

  failure: Error | undefined

  private ended(actor: Actor, ending: LifeEnding): void {
    this.say(`run ${actor.run} ends: ${ending.decision} ${ending.reason} at ${ending.weight ?? '?'}`)
    this.endings.push({ ending, actor })
    if (ending.decision === 'roll-back' && ending.reason === 'regression_found') this.bad.add(actor.release)
    const owned = ending.record?.owner.token === actor.token
    if (ending.decision === 'error' && owned && !this.hand) {
      const runs = this.runs
      this.at(this.now + MINUTE + this.setting.slowMs, () => {
        const busy = this.actors.some(({ dead, over }) => !dead && !over)
        const last = this.folded().findLast(({ phase }) => phase !== 'error')
        if (
          (last === undefined || last.owner.token === actor.token) &&
          this.runs === runs &&
          !busy &&
          this.observed > 0 &&
          !this.hand &&
          this.now > this.routerAwayUntil + 2 * MINUTE
        ) {
          this.break(`users are on the candidate a minute after run ${actor.run} ended with an error`)
        }
      })
    }
  }

  private kill(actor: Actor, post: boolean): void {
    if (actor.dead || actor.over) return
    actor.dead = true
    this.say(`run ${actor.run} is killed${post ? '' : ' with its runner'}`)
    if (post && actor.note !== undefined) this.post(actor)
    else this.at(this.now + 30 * SECOND, () => void (actor.over = true))
  }

  private post(actor: Actor): void {
    const { note, request } = actor
    if (note === undefined || request === undefined) return
    const successor: Actor = {
      ...actor,
      dead: false,
      cancelled: false,
      killIn: Number.POSITIVE_INFINITY,
      wakes: new Set(),
    }
    const ports = this.portsOf(successor)
    void putRight(ports, timingFor(SETTLE, ports.router, MINUTE), request, note).then(
      (ending) => {
        this.say(`post of ${actor.run}: ${ending.decision} ${ending.reason}`)
        actor.over = true
        actor.dead = true
      },
      (error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error))
      },
    )
  }

  // ---- ports -------------------------------------------------------------------------------------------------------
  private requestOf(actor: Actor): LifeRequest {
    const caller: LifeCaller = {
      command: actor.command,
      event: actor.event,
      run: actor.run,
      actor: 'octocat',
      identity: { sha: actor.release },
      whenSuperseded: 'replace',
    }
    const plan: RolloutPlan = {
      ladder: [5, 50, 100],
      intervalMs: MINUTE,
      graceMs: 2 * MINUTE,
      blindForMs: 3 * MINUTE,
      giveUpAfterMs: 2 * 60 * MINUTE,
      bakeMs: this.setting.bakeMs,
      holdBack: 0,
      betweenRuns: this.setting.betweenRuns,
      finishes: this.setting.finishes,
      details: {},
    }
    return {
      caller,
      action: 'canary-step',
      service: 'shop',
      arms: { baseline: 'stable', candidate: 'canary' },
      plan,
      digest: actor.release,
      until: this.now + 30 * MINUTE + this.setting.bakeMs,
      lookUntil: this.now + 10 * MINUTE + this.setting.bakeMs,
    }
  }

  private portsOf(actor: Actor): LifePorts {
    const github = async <T>(work: () => T, writes: boolean): Promise<T> =>
      await this.call(actor, work, {
        away: () => this.now < this.githubAwayUntil,
        awayMs: 20 * SECOND,
        writes,
      })
    const router = async <T>(work: () => T, writes: boolean): Promise<T> =>
      await this.call(actor, work, {
        away: () => this.now < this.routerAwayUntil,
        awayMs: 5 * SECOND,
        writes,
      })
    const port: RolloutRouter = {
      tolerance: 0,
      deadlineMs: { shift: 30 * SECOND, undo: 30 * SECOND },
      settlesMs: this.setting.saysPending || this.setting.lies ? 0 : this.setting.slowMs,
      read: async () =>
        await router(() => {
          this.settleRouter()
          actor.lastRead = this.observed
          return {
            weight: this.observed,
            pending: this.setting.saysPending && !this.setting.lies && this.pending.length > 0,
            ...(this.setting.cas ? { version: String(this.routerVersion) } : {}),
          }
        }, false),
      write: async (weight, version) =>
        await router(() => {
          this.settleRouter()
          if (this.setting.cas && version !== undefined && version !== String(this.routerVersion))
            throw new RouterChanged()
          this.checkWrite(actor, weight)
          this.routerVersion += 1
          if (this.setting.slowMs === 0) this.setWeight(weight)
          else this.pending.push({ at: this.now + this.setting.slowMs, weight })
          this.say(`  ${actor.run}: router < ${weight}`)
        }, true),
    }
    return {
      token: actor.token,
      runUrl: `https://github.com/acme/shop/actions/runs/${actor.run}`,
      now: () => this.now,
      cancelled: () => actor.cancelled,
      tell: () => undefined,
      router: port,
      wait: async (ms) => await this.sleep(actor, actor.cancelled ? 0 : ms, true),
      pause: async (ms) => await this.sleep(actor, ms, false),
      remember: async (note) =>
        await this.call(actor, () => void (actor.note = note), {
          away: () => false,
          awayMs: 0,
          writes: false,
          sure: true,
        }),
      look: async (windows, arrivedAt) =>
        await this.call(actor, () => this.sight(windows, arrivedAt), {
          away: () => false,
          awayMs: 0,
          writes: false,
          sure: true,
        }),
      runs: async (arm, identity) =>
        await this.call(
          actor,
          () =>
            this.setting.versions ? (arm === 'baseline' ? true : this.slot === identity.sha) : undefined,
          { away: () => false, awayMs: 0, writes: false, sure: true },
        ),
      store: {
        create: async ({ sha, payload }) =>
          await github(() => {
            const id = this.records.length + 1
            this.records.push({ id, sha, payload, createdAt: this.now })
            this.say(`  ${actor.run}: record ${id} of ${sha}`)
            return { id }
          }, true),
        list: async () =>
          await github(() => this.records.filter(({ createdAt }) => this.isShown(createdAt)), false),
        addStatus: async (id, status) =>
          await github(() => {
            const kept = { ...status, id: this.nextStatus, at: this.now }
            this.nextStatus += 1
            this.checkWord(actor, id, readStatus(status))
            this.statuses.set(id, [...(this.statuses.get(id) ?? []), kept])
            this.say(`  ${actor.run}: ${id} ${status.description} ${status.logUrl.split('#')[1] ?? ''}`)
            return { id: kept.id, logUrl: kept.logUrl }
          }, true),
        listStatuses: async (id) =>
          await github(() => (this.statuses.get(id) ?? []).filter(({ at }) => this.isShown(at)), false),
        runIsOver: async (run) =>
          await github(() => this.actors.find((one) => one.run === run)?.over ?? true, false),
      },
    }
  }

  private isShown(writtenAt: number): boolean {
    return writtenAt <= this.now - this.setting.lagMs || this.random() < 0.5
  }

  private async call<T>(
    actor: Actor,
    work: () => T,
    how: { away: () => boolean; awayMs: number; writes: boolean; sure?: boolean },
  ): Promise<T> {
    if (actor.dead) return await never
    if (how.away()) {
      await this.sleep(actor, how.awayMs, false)
      throw new Error('away')
    }
    const luck = how.sure === true ? 1 : this.random()
    // Some calls take time, so that other runs act in between; most are quick.
    if (this.random() < 0.3) await this.sleep(actor, Math.floor(this.random() * 1500), false)
    if (luck < this.faults / 2) throw new Error('failed')
    actor.killIn -= 1
    if (actor.killIn <= 0 && this.random() < 0.5) {
      this.kill(actor, actor.postAfterKill)
      return await never
    }
    const answer = work()
    if (actor.killIn <= 0) {
      this.kill(actor, actor.postAfterKill)
      return await never
    }
    if (how.writes && luck < this.faults) throw new Error('the answer was lost')
    return answer
  }

  private async sleep(actor: Actor, ms: number, wakes: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      let done = false
      const wake = (): void => {
        actor.wakes.delete(wake)
        if (done || actor.dead) return
        done = true
        resolve()
      }
      if (wakes) actor.wakes.add(wake)
      this.at(this.now + ms, wake)
    })
  }

  // ---- router and users --------------------------------------------------------------------------------------------
  private settleRouter(): void {
    while (this.pending[0] !== undefined && this.pending[0].at <= this.now) {
      const arrived = this.pending.shift()
      if (arrived !== undefined) this.setWeight(arrived.weight)
    }
    this.account()
    if (this.observed > 0 && this.bad.has(this.slot) && !this.hand) {
      this.break(`users are on ${this.slot}, whose roll-back was confirmed`)
    }
  }

  private account(): void {
    if (this.observed > 0)
      this.served.set(this.slot, (this.served.get(this.slot) ?? 0) + (this.now - this.servingSince))
    this.servingSince = this.now
  }

  private setWeight(weight: number): void {
    this.account()
    this.observed = weight
    this.routerVersion += 1
  }

  private sight(windows: readonly TrafficWindow[], arrivedAt: number): Sight {
    this.account()
    const nature = this.slot === 'old' ? 'sound' : this.setting.natures[this.slot]
    const blind = this.now < this.blindUntil
    const whole = windows.filter(({ to, counts }) => counts && to === undefined)
    const since = Math.max(arrivedAt, this.observed > 0 ? 0 : this.now)
    const intervals = Math.floor((this.now - since) / MINUTE)
    const served = (this.served.get(this.slot) ?? 0) >= MINUTE && windows.length > 0
    const harm = !blind && nature === 'bad' && served
    return {
      harm,
      blind,
      silentMs: nature === 'silent' && !blind && this.observed > 0 ? intervals * MINUTE : 0,
      mismatch: false,
      pass: !blind && nature === 'sound' && whole.length > 0 && intervals > 0 && this.random() < 0.4,
      calm: !blind && nature === 'sound',
      intervals,
    }
  }

  // ---- invariants --------------------------------------------------------------------------------------------------
  private break(message: string): never {
    const broken = new Broken(`${message}\n${this.log.join('\n')}`)
    this.failure ??= broken
    throw broken
  }

  private checkWrite(actor: Actor, weight: number): void {
    if (weight === 0) return
    const open = this.folded().find((record) => record.open)
    if (open?.owner.token !== actor.token) {
      this.break(`run ${actor.run} writes ${weight} % and does not own the open rollout`)
    }
    const identity = open.payload.identity.sha
    if (this.setting.versions && this.slot !== identity && this.now - this.deployedAt > 2 * MINUTE) {
      this.break(`run ${actor.run} raises ${identity}, and the slot runs ${this.slot}`)
    }
    const newer = this.newestPush
    if (newer !== undefined && actor.event === 'push' && actor.run.endsWith('.1')) {
      const begun = this.folded().some(
        ({ payload, id }) =>
          payload.by.run === `${newer.run}.1` && id < open.id && payload.identity.sha !== identity,
      )
      if (begun && newer.run > Number(actor.run.split('.')[0]))
        this.break(`run ${actor.run} follows a newer release`)
    }
  }

  private checkWord(actor: Actor, id: number, word: Word | undefined): void {
    if (word === undefined) this.break('a status without a word')
    if (word.kind === 'at' && word.weight !== actor.lastRead) {
      this.break(`run ${actor.run} claims ${word.weight} % and has read ${actor.lastRead ?? 'nothing'}`)
    }
    const valid = this.folded().find((record) => record.id === id)
    const counts = valid?.open === true && valid.term === word.term && valid.owner.token === word.token
    if (word.kind === 'end' && counts) {
      const nature = this.setting.natures[valid.payload.identity.sha as 'A' | 'B']
      const untouched = !this.hand && !this.wasBlind && this.slot === valid.payload.identity.sha
      if (word.as === 'rolled-back' && nature === 'sound' && untouched)
        this.break('a sound candidate is rolled back')
      if (word.as === 'promoted' && nature !== 'sound' && !this.promotedByHand())
        this.break(`a ${nature} candidate is promoted`)
      if (word.as === 'promoted' && this.observed !== 100 && !this.hand && !this.aborts) {
        this.break(`promoted at ${this.observed} %`)
      }
    }
  }

  private promotedByHand(): boolean {
    return this.actors.some(({ command }) => command === 'promote') || !this.setting.versions
  }

  private folded(): readonly RolloutRecord[] {
    return this.records.flatMap((record) => foldRecord(record, this.statuses.get(record.id) ?? []) ?? [])
  }

  private quiet(): void {
    if (this.failure !== undefined) throw this.failure
    const records = this.folded()
    const open = records.filter(
      (record) => record.open && !(record.phase === 'promoted' && !this.setting.versions),
    )
    if (open[0] !== undefined)
      this.break(`no end although runs keep coming: record ${open[0].id} is ${open[0].phase}`)
    const last = records.filter(({ phase }) => phase !== 'error').at(-1)
    if (last === undefined || this.hand) return
    const want = last.phase === 'promoted' ? 100 : 0
    const free = last.phase === 'aborted' || records.at(-1)?.phase === 'error'
    if (!free && this.observed !== want)
      this.break(`ended ${last.phase}, and traffic is at ${this.observed} %`)
  }

  private say(line: string): void {
    this.log.push(`${((this.now - 1_000_000) / 1000).toFixed(1).padStart(9)} [${this.observed}] ${line}`)
  }
}

function later(a: Due | undefined, b: Due): boolean {
  return a !== undefined && (a.at > b.at || (a.at === b.at && a.order > b.order))
}
