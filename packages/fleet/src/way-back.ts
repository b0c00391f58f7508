import { runsCandidate } from './groups.ts'
import type { Manifest } from './manifest.ts'
import type { Roster } from './roster.ts'
import { isUnfit } from './standing.ts'
import type { FleetView, Telemetry } from './telemetry.ts'

/** How far the devices that were told to run the candidate have come on their way back. */
export interface WayBack {
  readonly told: number
  /** Have said that they run the stable version again. */
  readonly back: number
  /** Have not said so yet. */
  readonly open: number
  /** Ids of devices that read the withdrawal and refuse the stable version too: a person must look at them. */
  readonly stuck: readonly string[]
}

/** `before` is the manifest that was withdrawn, `now` the one that withdrew it. */
export function wayBackOf(
  view: FleetView,
  before: Manifest,
  now: Manifest,
  roster: Roster | undefined,
): WayBack {
  let [told, back] = [0, 0]
  const stuck: string[] = []
  for (const device of (roster ?? view.devices).keys()) {
    const message = view.devices.get(device)
    const isOld = message !== undefined && (message.protocol ?? 1) < 2
    const manifest = isOld ? { ...before, groups: [] } : before
    const has = message?.digest === now.candidate.digest
    if (isUnfit(message, before)) continue
    if (!has && !runsCandidate(device, roster?.get(device) ?? '', manifest)) continue
    told++
    const state = stateOf(message, now)
    if (state === 'back') back++
    if (state === 'stuck') stuck.push(device)
  }
  return { told, back, open: told - back - stuck.length, stuck }
}

function stateOf(message: Telemetry | undefined, { sequence, stable }: Manifest): 'back' | 'stuck' | 'open' {
  if (message === undefined || message.manifest < sequence) return 'open'
  if (message.digest === stable.digest) return message.state === 'testing' ? 'open' : 'back'
  return message.refused === stable.digest ? 'stuck' : 'open'
}

const MOST_NAMED = 20

/** One or two sentences for people. */
export function wayBackText({ told, back, open, stuck }: WayBack, before: Manifest): string {
  const { candidate, stable } = before
  const who = told === 1 ? '1 device that was' : `${told} devices that were`
  const counted = `Of ${who} told to run ${candidate.version}: ${back} confirmed that ${stable.version} runs again, ${open} did not answer yet.`
  if (stuck.length === 0) return counted
  const more = stuck.length > MOST_NAMED ? ` and ${stuck.length - MOST_NAMED} more` : ''
  return `${counted} ${stuck.length} ${stuck.length === 1 ? 'device refuses' : 'devices refuse'} both versions and ${stuck.length === 1 ? 'needs' : 'need'} a person: ${stuck.slice(0, MOST_NAMED).join(', ')}${more}.`
}
