import {
  isUndecided,
  live,
  putRight,
  readStatus,
  timingFor,
  type LifeCommand,
  type LifeEnding,
  type LifePorts,
  type RolloutRouter,
} from '@sluice/rollout'
import { newActor, requestOf, retireInTime, type Actor } from './actor.ts'
import {
  brokenAfterError,
  brokenAtTheEnd,
  brokenByRetirement,
  brokenByWord,
  brokenByWrite,
  mustBeHome,
  type Circumstances,
} from './promises.ts'
import {
  Broken,
  MINUTE,
  randomFrom,
  SECOND,
  SETTLE,
  type LifeEvent,
  type Setting,
  type TimedEvent,
  type Ways,
} from './setting.ts'
import { SimulatedGitHub } from './simulated-github.ts'
import { SimulatedRouter } from './simulated-router.ts'
import { sightOf } from './simulated-sight.ts'
import { never, tellLog, Timeline, turn, yes, type LogLine } from './timeline.ts'

/** GitHub, a router, a slot, metrics, people and runs, in simulated time. */
export class Simulation {
  private readonly log: LogLine[] = []
  private readonly time = new Timeline()
  private readonly setting: Setting
  private readonly random: () => number
  private readonly router: SimulatedRouter
  private readonly github: SimulatedGitHub
  private readonly actors: Actor[] = []
  private readonly commands = new Set<string>()
  private readonly concluded = new Set<number>()
  private readonly retired = new Set<number>()
  private faults: number
  private runs = 100
  private readonly until = { 'github-away': 0, 'router-away': 0, blind: 0, mismatch: 0 }
  private newestPush: { readonly run: number; readonly release: 'A' | 'B' } | undefined
  private failure: Error | undefined

  constructor(setting: Setting) {
    this.setting = setting
    this.random = randomFrom(setting.seed)
    this.faults = setting.faults
    this.router = new SimulatedRouter(this.time, setting)
    this.github = new SimulatedGitHub(this.time, setting.lagMs, this.random)
  }

  /** Plays the events, then fault-free scheduled runs until nothing is open, and checks what must hold at the end. */
  async play(events: readonly TimedEvent[]): Promise<void> {
    let at = this.time.now
    for (const { afterMs, event } of events) {
      at += afterMs
      this.time.at(at, () => this.apply(event))
    }
    await this.drain()
    this.faults = 0
    await this.schedules(6)
    if (this.github.truth().some(({ open, paused }) => open && paused)) {
      this.start('workflow_dispatch', 'resume', this.newestPush?.release ?? 'A')
      await this.drain()
      await this.schedules(5)
    }
    if (this.failure !== undefined) throw this.failure
    this.check(brokenAtTheEnd(this.circumstances()))
  }

  private async schedules(most: number): Promise<void> {
    for (let tries = 0; tries < most; tries += 1) {
      const open = this.github.truth().find((record) => record.open)
      if (open === undefined) return
      this.time.now += 30 * MINUTE
      this.start('schedule', 'continue', this.newestPush?.release ?? 'A')
      await this.drain()
    }
  }

  private async drain(): Promise<void> {
    const limit = this.time.now + 60 * 24 * 60 * MINUTE
    await turn()
    while (this.time.next()) {
      if (this.time.now > limit) throw new Broken('a run never ends')
      this.check(
        this.router.settle() ? undefined : `users are on ${this.router.slot}, whose roll-back was confirmed`,
      )
      await turn()
    }
  }
  private apply(event: LifeEvent): void {
    this.say(JSON.stringify(event))
    const latest = this.actors.filter(({ dead, over }) => !dead && !over).at(-1)
    switch (event.do) {
      case 'push':
        this.release(event.release, false)
        this.newestPush = { run: this.runs, release: event.release }
        break
      case 'rerun':
        this.release(event.release, true)
        break
      case 'schedule':
        this.start('schedule', 'run', this.newestPush?.release ?? 'A')
        break
      case 'command':
        this.commands.add(event.command)
        this.start('workflow_dispatch', event.command, this.newestPush?.release ?? 'A')
        break
      case 'cancel':
        if (latest === undefined) break
        latest.cancelled = true
        for (const wake of [...latest.wakes]) wake()
        this.time.at(this.time.now + 10 * SECOND, () => this.kill(latest, true))
        break
      case 'kill':
        if (latest === undefined) break
        latest.killIn = event.calls
        latest.postAfterKill = event.post
        break
      case 'operator':
        this.router.operator(event.weight, event.part)
        break
      case 'deploy':
        this.deploy(event.release)
        break
      case 'github-away':
      case 'router-away':
      case 'blind':
      case 'mismatch':
        this.until[event.do] = this.time.now + event.ms
        break
    }
  }

  private deploy(release: 'A' | 'B'): void {
    const isOpen = this.github.truth().some(({ open }) => open)
    this.router.deploy(release, isOpen)
  }

  /** Without a claim the workflow deploys where nobody is, and waits for nobody else; with one it is told when it may. */
  private release(release: 'A' | 'B', rerun: boolean): void {
    const { claims } = this.setting
    if (!claims && (this.setting.oneWay === true || this.router.isQuietAt(0))) this.deploy(release)
    this.start('push', claims ? 'claim' : 'run', release, rerun)
  }

  /** The steps after a claim: deploy, and the rollout itself, in the same run. */
  private afterClaim(claim: Actor, { decision, reason }: LifeEnding): boolean {
    const { run, release } = claim
    const mayDeploy = decision === 'claim'
    if (!mayDeploy && reason !== 'already_open') return false
    this.time.at(this.time.now + 30 * SECOND, () => {
      claim.over = true
      if (claim.dead || claim.cancelled) return
      if (mayDeploy) {
        this.say(`run ${run} deploys ${release}`)
        this.deploy(release)
      }
      this.start('push', 'run', release, false, run)
    })
    return true
  }

  private start(event: string, command: LifeCommand, release: 'A' | 'B', rerun = false, within = ''): void {
    if (within === '') this.runs += 1
    const run = within !== '' ? within : rerun ? `${this.runs}.2` : `${this.runs}.1`
    const actor = newActor(run, release, command, event, this.actors.length)
    this.actors.push(actor)
    if (rerun || command === 'retry') this.router.bad.delete(release)
    this.say(`run ${run} begins: ${event} ${command} ${release}`)
    const ports = this.portsOf(actor)
    const request = requestOf(actor, this.setting, this.time.now + this.setting.skewMs * actor.skew)
    actor.request = request
    void live(ports, timingFor(SETTLE, this.routerOf(actor), 10 * MINUTE), request).then(
      (ending) => {
        if (actor.dead) return
        this.ended(actor, ending)
        const goesOn = command === 'claim' && this.afterClaim(actor, ending)
        if (goesOn) return
        if (actor.note === undefined) actor.over = true
        else this.post(actor)
      },
      (error: unknown) => {
        this.failure ??= error instanceof Error ? error : new Error(String(error))
      },
    )
  }

  private ended(actor: Actor, ending: LifeEnding): void {
    this.say(`run ${actor.run} ends: ${ending.decision} ${ending.reason} at ${ending.weight ?? '?'}`)
    const { record } = ending
    // A run that ends by itself tells people at its end as well.
    if (record !== undefined && !isUndecided(record)) this.concluded.add(record.id)
    if (ending.decision === 'roll-back' && ending.reason === 'regression_found' && record !== undefined) {
      this.router.bad.add(record.payload.identity.sha)
    }
    if (!mustBeHome(ending, actor) || this.router.hand) return
    const { runs } = this
    this.time.at(this.time.now + MINUTE, () => {
      const busy = this.runs !== runs || this.actors.some(({ dead, over }) => !dead && !over)
      const away = this.time.now <= this.until['router-away'] + 2 * MINUTE
      if (!busy && !away) this.check(brokenAfterError(actor, this.circumstances()))
    })
  }

  private kill(actor: Actor, post: boolean): void {
    if (actor.dead || actor.over) return
    actor.dead = true
    this.say(`run ${actor.run} is killed${post ? '' : ' with its runner'}`)
    if (post && actor.note !== undefined) this.post(actor)
    else this.time.at(this.time.now + 30 * SECOND, () => void (actor.over = true))
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
    void putRight(ports, timingFor(SETTLE, this.routerOf(actor), MINUTE), request, note).then(
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

  private portsOf(actor: Actor): LifePorts {
    const sure: Ways = { sure: true }
    const skewMs = this.setting.skewMs * actor.skew
    return {
      ...{ token: actor.token, runUrl: `https://github.com/acme/shop/actions/runs/${actor.run}` },
      now: () => this.time.now + skewMs,
      cancelled: () => actor.cancelled,
      tell: () => undefined,
      router: () => this.routerOf(actor),
      store: this.storeOf(actor),
      wait: async (ms) => await this.sleep(actor, actor.cancelled ? 0 : ms, true),
      pause: async (ms) => await this.sleep(actor, ms, false),
      remember: async (note) => await this.call(actor, sure, () => void (actor.note = note)),
      look: async ({ windows, arrivedAt }) =>
        await this.call(actor, sure, () => {
          const { setting, router, random, until } = this
          return sightOf(windows, arrivedAt, { setting, router, random, until, now: this.time.now, skewMs })
        }),
      homeProblem: async () =>
        await this.call(actor, sure, () =>
          this.setting.swap && this.setting.deadBaseline ? 'no server of it is up' : undefined,
        ),
      conclude: async ({ record }) => {
        // Whether GitHub takes it is the publisher's business.
        this.concluded.add(record?.id ?? actor.note?.record ?? 0)
        await this.call(actor, {}, () => undefined).catch(() => undefined)
      },
      retire: async (record, since, leave) =>
        await retireInTime(actor, this.time, since + this.setting.retireMs, leave, {
          sleep: async (ms, wakes) => await this.sleep(actor, ms, wakes),
          begins: async () =>
            await this.call(actor, {}, () => {
              this.check(brokenByRetirement(actor, record, this.circumstances()))
              this.retired.add(record.id)
            }).then(yes, yes),
        }),
      runs: async (arm, { sha }) =>
        await this.call(actor, sure, () =>
          this.setting.versions ? arm === 'stable' || this.router.slot === sha : undefined,
        ),
    }
  }

  private routerOf(actor: Actor): RolloutRouter {
    const { setting, router } = this
    const ways = { awayUntil: () => this.until['router-away'], awayMs: 5 * SECOND }
    return {
      ...{ tolerance: 0, oneWay: setting.oneWay === true },
      deadlineMs: { shift: 30 * SECOND, undo: 30 * SECOND },
      settlesMs: setting.saysPending || setting.lies ? 0 : setting.slowMs,
      read: async () =>
        await this.call(actor, ways, () => {
          const reading = router.read()
          actor.lastRead = reading.weight
          return reading
        }),
      write: async (weight, version) => {
        const parts = Array.from({ length: setting.regions }, async (_, part) => {
          await this.call(actor, { ...ways, writes: true }, () => {
            router.write(part, weight, version)
            this.say(`  ${actor.run}: router${setting.regions > 1 ? ` ${part}` : ''} < ${weight}`)
            this.check(brokenByWrite(actor, weight, this.circumstances()))
          })
        })
        const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected')
        if (failed?.status === 'rejected') throw failed.reason
      },
    }
  }

  private storeOf(actor: Actor): LifePorts['store'] {
    const { github } = this
    const reads = { awayUntil: () => this.until['github-away'], awayMs: 20 * SECOND }
    const writes = { ...reads, writes: true }
    return {
      create: async ({ sha, payload }) =>
        await this.call(actor, writes, () => {
          const id = github.create(sha, payload)
          this.say(`  ${actor.run}: record ${id} of ${sha}`)
          return { id, createdAt: this.time.now }
        }),
      list: async () => await this.call(actor, reads, () => github.list()),
      addStatus: async (id, status) =>
        await this.call(actor, writes, () => {
          this.say(`  ${actor.run}: ${id} ${status.description} ${status.logUrl.split('#')[1] ?? ''}`)
          this.check(brokenByWord(actor, id, readStatus(status), this.circumstances()))
          return github.addStatus(id, status)
        }),
      listStatuses: async (id) => await this.call(actor, reads, () => github.listStatuses(id)),
      runIsOver: async (run) =>
        await this.call(actor, reads, () => this.actors.every((one) => one.run !== run || one.over)),
    }
  }

  private async call<T>(actor: Actor, ways: Ways, work: () => T): Promise<T> {
    if (actor.dead) return await never
    if (ways.sure === true) return work()
    if (this.time.now < (ways.awayUntil?.() ?? 0)) {
      await this.sleep(actor, ways.awayMs ?? 0, false)
      throw new Error('away')
    }
    const luck = this.random()
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
    if (ways.writes === true && luck < this.faults) throw new Error('the answer was lost')
    return answer
  }

  private async sleep(actor: Actor, ms: number, wakes: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        actor.wakes.delete(wake)
        if (!actor.dead) resolve()
      }
      if (wakes) actor.wakes.add(wake)
      this.time.at(this.time.now + ms, wake)
    })
  }

  private circumstances(): Circumstances {
    const { until, setting, router, github, commands, concluded, retired, newestPush } = this
    const known = { setting, router, github, commands, concluded, retired, newestPush }
    const untroubled =
      setting.faults === 0 &&
      !setting.lies &&
      this.until['github-away'] === 0 &&
      this.until['router-away'] === 0
    return { ...known, now: this.time.now, wasBlind: until.blind > 0 || until.mismatch > 0, untroubled }
  }

  private check(broken: string | undefined): void {
    if (broken === undefined) return
    this.failure ??= new Broken(`${broken}\n${tellLog(this.log)}`)
    throw this.failure
  }

  private say(line: string): void {
    this.log.push({ at: this.time.now, weight: this.router.observed, line })
  }
}
