import { evenLadder, ladderOf, type Ladder } from '../ladder.ts'
import type { Ledger } from '../ledger.ts'
import type { InputPlace } from '../place.ts'
import { awsNumber, eitherCase } from './keys.ts'

/** Weights of a deployment, and how long each step lasts, in seconds. */
export interface TimedLadder extends Ladder {
  readonly pause: number
}

const NAME = /(Canary|Linear)(\d+)Percent(?:Every)?(\d+)Minutes?$/

/** The steps that a predefined configuration has in its name, such as `CodeDeployDefault.ECSCanary10Percent5Minutes`. */
export function shiftByName(
  place: InputPlace | undefined,
  name: string,
  byHand: boolean,
  ledger: Ledger,
): TimedLadder | undefined {
  const [, kind, percent, minutes] = NAME.exec(name) ?? []
  if (place === undefined || kind === undefined) return undefined
  tellTime(place, ledger)
  const step = Number(percent)
  const ladder =
    kind === 'Linear'
      ? evenLadder(place, step, 100, byHand, ledger)
      : ladderOf([{ place, weight: step }], byHand, ledger)
  return { ...ladder, pause: Number(minutes) * 60 }
}

/** The steps of a `trafficRoutingConfig`. */
export function shiftOf(
  routing: InputPlace | undefined,
  byHand: boolean,
  ledger: Ledger,
): TimedLadder | undefined {
  ledger.carried(eitherCase(routing, 'type'), 'ladder')
  const canary = eitherCase(routing, 'timeBasedCanary')
  const linear = eitherCase(routing, 'timeBasedLinear')
  const one = eitherCase(canary, 'canaryPercentage')
  const each = eitherCase(linear, 'linearPercentage')
  const time = eitherCase(canary, 'canaryInterval') ?? eitherCase(linear, 'linearInterval')
  const pause = (awsNumber(time) ?? 5) * 60
  if (time !== undefined) tellTime(time, ledger)
  if (one !== undefined)
    return { ...ladderOf([{ place: one, weight: awsNumber(one) ?? NaN }], byHand, ledger), pause }
  if (each !== undefined) return { ...evenLadder(each, awsNumber(each) ?? NaN, 100, byHand, ledger), pause }
  return undefined
}

/** A deployment that moves everyone at once: Sluice goes by steps. */
export function atOnce(place: InputPlace | undefined, byHand: boolean, ledger: Ledger): TimedLadder {
  ledger.changed(
    place,
    'ladder',
    'It moves all traffic at once. Sluice goes up in steps, and compares at each.',
  )
  return { ...ladderOf([], byHand, ledger), pause: 0 }
}

function tellTime(place: InputPlace, ledger: Ledger): void {
  ledger.changed(
    place,
    'interval, max-wait',
    'Sluice goes up when the evidence is enough, after three intervals at the earliest. It does not wait for a fixed time.',
  )
}
