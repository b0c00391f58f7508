import { UserError, type Io } from '@sluice/action'
import { clusterAccess, createClusterClient, type AccessOptions } from '@sluice/cloud'
import type { EngineLadder, RouterParts, RouterReading } from '../contract.ts'
import { askCluster } from '../kubernetes/ask-cluster.ts'
import { recordIn, refused, textIn, type Data } from '../kubernetes/kind.ts'
import {
  fetchObject,
  answeredObject,
  objectTitle,
  type FoundObject,
  type ObjectPlace,
} from '../kubernetes/object.ts'
import { candidateOfTwo, toCandidate } from '../shares.ts'
import { isSame, stepTo, versionOf, whereIs } from './next-patch.ts'
import { stateOf, type RolloutState } from './state.ts'
import { engineLadder } from './steps.ts'

/** A controller may be quicker than us so many times. */
const CONFLICTS = 5
/** After so many, the way back is written whatever the controller writes beside it. */
const PATIENT_CONFLICTS = 2
const POLL_MS = 250
const MERGE = 'application/merge-patch+json'
/**
 * When the controller has not touched a Rollout so long after our patch, it may have missed it: it puts the object that it
 * has just read or written into its cache, over a newer one (seen with 1.9.1). Any later change is seen, with ours.
 */
const NUDGES_MS = [500, 1_000, 1_500]

type Methods = Pick<RouterParts, 'read' | 'write'> & {
  readonly ladder: (signal: AbortSignal) => Promise<EngineLadder>
}

/** Opens one Rollout. `io.log` hears when the controller gives up by itself. */
export async function openDrivenRollout(
  io: Io,
  options: AccessOptions,
  name: string,
  namespace: string | undefined,
): Promise<Methods> {
  const client = createClusterClient(io, await clusterAccess(io, options))
  const place: ObjectPlace = {
    client,
    title: 'Rollout',
    group: 'argoproj.io',
    versions: ['v1alpha1'],
    plural: 'rollouts',
    namespace: namespace ?? client.namespace,
    name,
    setting: 'rollout',
    needs: 'resources [rollouts] with verbs [get] and resources [rollouts/status] with verbs [patch]',
  }
  const one = new DrivenRollout(place, io)
  return {
    read: async (signal) => await one.read(signal),
    write: async (shares, { version }, signal) => {
      signal.throwIfAborted()
      await one.write(candidateOfTwo(shares), version, signal)
      return {}
    },
    ladder: async (signal) => engineLadder((await fetchObject(place, signal)).object),
  }
}

class DrivenRollout {
  /** The version that this process releases: another one that is deployed meanwhile is not driven. */
  private candidate: string | undefined
  private seen: FoundObject | undefined
  private told = ''
  private readonly place: ObjectPlace
  private readonly io: Io

  constructor(place: ObjectPlace, io: Io) {
    this.place = place
    this.io = io
  }

  async read(signal: AbortSignal): Promise<RouterReading> {
    const { object } = (this.seen = await fetchObject(this.place, signal))
    const state = this.note(object)
    const { weight, pending } = this.shareOf(state)
    return { weight: toCandidate(weight), pending, version: versionOf(state) }
  }

  async write(to: number, version: string | undefined, signal: AbortSignal): Promise<void> {
    // What follows a patch was decided by this write, and by nobody else.
    let patched = false
    for (let conflicts = 0; conflicts < CONFLICTS;) {
      const { found, blind } = await this.found(to, signal)
      const state = this.note(found.object)
      if (this.isReplaced(state)) {
        // The controller itself takes the users of the earlier version away.
        if (to === 0) return
        throw this.changed(`it runs another version by now (${state.current})`)
      }
      const decided = patched ? undefined : version
      if (decided !== undefined && !isSame(decided, state)) throw this.changed(whereIs(state))
      const step = stepTo(to, this.isBehind(state) ? asPromoted(state) : state, found.object)
      if (step.do === 'refuse') throw refused(`${objectTitle(this.place)} ${step.why}`, step.hint)
      if (step.do === 'nothing') return
      if (step.do === 'patch') {
        const sure = blind || (to === 0 && conflicts >= PATIENT_CONFLICTS)
        if (!(await this.patched(found, step.status, sure, signal))) {
          conflicts++
          continue
        }
        if (step.arrives) return
        patched = true
      }
      await this.io.sleep(POLL_MS, signal)
    }
    throw refused(
      `${objectTitle(this.place)} was changed by someone else ${CONFLICTS} times while it was being written`,
      'Find out what keeps writing to it.',
    )
  }

  /** The Rollout now. The way back does not wait for reads: it is written on what was seen last. */
  private async found(
    to: number,
    signal: AbortSignal,
  ): Promise<{ readonly found: FoundObject; readonly blind: boolean }> {
    try {
      return { found: (this.seen = await fetchObject(this.place, signal)), blind: false }
    } catch (error) {
      signal.throwIfAborted()
      const unread = error instanceof UserError && error.code === 'ROUTER_UNREACHABLE'
      if (to !== 0 || !unread || this.seen === undefined) throw error
      return { found: this.seen, blind: true }
    }
  }

  /** Whether the status was patched; false where somebody else was quicker. `sure`: whatever was written meanwhile. */
  private async patched(
    { path, object }: FoundObject,
    status: Data,
    sure: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const resourceVersion = versionIn(object)
    const answer = await askCluster(
      this.place.client,
      'PATCH',
      `${path}/status?fieldManager=sluice`,
      signal,
      { ...(sure ? {} : { metadata: { resourceVersion } }), status },
      MERGE,
    )
    if (answer.status === 409) return false
    await this.nudged(path, answeredObject(answer, this.place, 'patch'), signal)
    return true
  }

  /** Waits a moment for the controller to take up a patch; changes the message, which is the controller's to write again. */
  private async nudged(path: string, patched: Data, signal: AbortSignal): Promise<void> {
    let ours = versionIn(patched)
    for (const [i, wait] of NUDGES_MS.entries()) {
      for (let waited = 0; waited < wait; waited += POLL_MS) {
        await this.io.sleep(POLL_MS, signal)
        // A failed look says nothing; whoever reads next sees where the Rollout is.
        const now = await fetchObject(this.place, signal).catch(() => undefined)
        signal.throwIfAborted()
        if (now === undefined || versionIn(now.object) !== ours) return
      }
      const status = { message: `sluice waits for the controller (${i + 1})` }
      const url = `${path}/status?fieldManager=sluice`
      const answer = await askCluster(this.place.client, 'PATCH', url, signal, { status }, MERGE).catch(
        () => undefined,
      )
      signal.throwIfAborted()
      ours = versionIn(answer?.body)
    }
  }

  /** Remembers the candidate, and tells once what the controller gave up for. */
  private note(rollout: Data): RolloutState {
    const state = stateOf(rollout)
    if (state.current !== state.stable && state.place !== 'moving') this.candidate ??= state.current
    const said = state.phase === 'Degraded' ? state.message : ''
    if (said !== '' && said !== this.told)
      this.io.log.info(`${objectTitle(this.place)} says: ${said.replaceAll(/\s+/g, ' ')}`)
    this.told = said
    return state
  }

  private isReplaced({ current, stable }: RolloutState): boolean {
    return this.candidate !== undefined && this.candidate !== current && this.candidate !== stable
  }

  /** The candidate was promoted, and a newer version is on its way to take its place. */
  private isBehind({ current, stable }: RolloutState): boolean {
    return this.candidate === stable && current !== stable
  }

  /** What the candidate of this process gets, which another version may have replaced by now. */
  private shareOf(state: RolloutState): { readonly weight: number; readonly pending: boolean } {
    const { weight, place, shares } = state
    if (this.isReplaced(state)) {
      const left = shares.get(this.candidate ?? '') ?? 0
      // Without a traffic router its pods go while the controller is at work, and nobody says how many are left.
      return { weight: left, pending: left > 0 || (shares.has('') && place === 'moving') }
    }
    return { weight: this.isBehind(state) ? 100 - weight : weight, pending: place === 'moving' }
  }

  private changed(how: string): UserError {
    return new UserError(
      'ROUTER_CHANGED',
      `${objectTitle(this.place)} was changed by someone else: ${how}`,
      'Find out who changed it, then run the step again.',
    )
  }
}

function versionIn(object: unknown): string {
  return textIn(recordIn(object, 'metadata'), 'resourceVersion')
}

/** As it was before the newer version came: nothing is left to do, and no way leads back. */
function asPromoted(state: RolloutState): RolloutState {
  return { ...state, current: state.stable, place: 'promoted', stop: undefined }
}
