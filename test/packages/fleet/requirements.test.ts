import { afterEach, describe, expect, test } from 'vitest'
import {
  hear,
  isArtifact,
  NOTHING_HEARD,
  NOTHING_SEEN,
  readTelemetry,
  sighted,
  standingOf,
  standingText,
  unmetBy,
  wayBackOf,
  type DeviceTraits,
  type Requirements,
  type Telemetry,
} from '@sluice/fleet'
import { onInstalled, onManifest, type Device } from '../../../examples/fleet/decisions.ts'
import { FleetWorld } from '../../../bench/fleet/world.ts'
import { manifest, V1, V2 } from './manifests.ts'

const requires: Requirements = {
  ...{ vendor: 'acme', class: 'lamp', hardware: ['c', 'd'], memory: 1000, flash: 2000 },
  components: { bootloader: ['1.4', '1.5'] },
}
const fit: DeviceTraits = {
  ...{ vendor: 'acme', class: 'lamp', hardware: 'd', memory: 1000, flash: 2000 },
  components: { bootloader: '1.5', radio: '7' },
}

describe('what a version requires', () => {
  test('is met by a device that has all of it, and by any device where nothing is asked', () => {
    expect(unmetBy(fit, requires)).toEqual([])
    expect(unmetBy({}, undefined)).toEqual([])
    expect(unmetBy({}, {})).toEqual([])
  })

  test.each([
    [{ vendor: 'other' }, 'vendor is other, not acme'],
    [{ class: 'fan' }, 'class is fan, not lamp'],
    [{ hardware: 'b' }, 'hardware is b, not c or d'],
    [{ memory: 999 }, 'memory is 999 bytes, less than 1000'],
    [{ flash: 1999 }, 'flash is 1999 bytes, less than 2000'],
    [{ components: { bootloader: '1.3' } }, 'bootloader is 1.3, not 1.4 or 1.5'],
    [{ components: {} }, 'bootloader is not known, not 1.4 or 1.5'],
  ] as const)('is not met by %j', (traits, why) => {
    expect(unmetBy({ ...fit, ...traits }, requires)).toEqual([why])
  })

  test('is not met by a device that says nothing about itself, and every reason is told', () => {
    expect(unmetBy({}, requires)).toHaveLength(6)
  })

  test('is refused where it cannot be read: an unknown name would pass unchecked', () => {
    expect(isArtifact({ ...V2, requires })).toBe(true)
    for (const bad of [
      { ram: 1 },
      { memory: '1' },
      { memory: -1 },
      { hardware: 'c' },
      { components: { a: '1' } },
      1,
    ])
      expect(isArtifact({ ...V2, requires: bad })).toBe(false)
  })

  test('a message with facts of the wrong kind is no message', () => {
    const good = { device: 'a', seq: 1, manifest: 1, digest: 'd', state: 'running', refused: '', at: 0 }
    expect(readTelemetry(JSON.stringify({ ...good, ...fit })).messages).toHaveLength(1)
    for (const bad of [{ memory: 'much' }, { vendor: 1 }, { components: { a: 1 } }])
      expect(readTelemetry(JSON.stringify({ ...good, ...bad }))).toMatchObject({ messages: [], bad: 1 })
  })
})

describe('a device', () => {
  const device: Device = {
    ...{ id: 'd', slots: 2, running: V1, previous: null, state: 'running' },
    ...{ sequence: 0, refused: [], testing: 0, confirm: 60, boots: 0, sent: 0 },
    ...{ protocol: 2, group: '', keys: null, issued: 0, traits: fit },
  }
  const all = { ...manifest(100), candidate: { ...V2, requires } }
  const todo = (own: Device, about = all) => onManifest(own, about, 'f', 1000).action.do

  test('installs only what it meets', () => {
    expect(todo(device)).toBe('install')
    expect(todo({ ...device, traits: { ...fit, hardware: 'b' } })).toBe('report')
  })

  test('goes back to the version before, whatever that requires', () => {
    const testing = onInstalled({ ...device, traits: {} }, V2, 1000)
    const back = { ...all, share: 0, stable: { ...V1, requires } }
    expect(todo(testing, back)).toBe('revert')
  })
})

test('devices that do not meet it are counted apart, unless they run it anyway', () => {
  const all = { ...manifest(100), candidate: { ...V2, requires } }
  const says = (device: string, changes: Partial<Telemetry>): Telemetry => ({
    ...{ device, seq: 1, manifest: all.sequence, digest: V1.digest, state: 'running', refused: '', at: 0 },
    ...{ protocol: 2, ...fit },
    ...changes,
  })
  const view = hear(NOTHING_HEARD, [
    says('good', { digest: V2.digest }),
    says('unfit', { hardware: 'b' }),
    says('runs anyway', { hardware: 'b', digest: V2.digest }),
    says('tried', { hardware: 'b', refused: V2.digest, state: 'reverted' }),
  ])
  const rules = {
    sightings: sighted(NOTHING_SEEN, view, all, 0),
    now: 1,
    answerWithin: 1000,
    roster: undefined,
  }
  const { whole } = standingOf(view, all, rules)
  expect(whole).toMatchObject({ cohort: 3, confirmed: 2, reverted: 1, unfit: 1 })
  expect(standingText(whole)).toContain('1 device does not meet what the version requires')
  expect(wayBackOf(view, all, { ...all, share: 0, sequence: all.sequence + 1 }, undefined)).toMatchObject({
    told: 3,
  })
})

describe('a rollout of a version with requirements', () => {
  let world: FleetWorld | undefined
  afterEach(async () => await world?.[Symbol.asyncDispose]())
  const open = async (old: number): Promise<FleetWorld> => {
    world = await FleetWorld.open({
      count: 100,
      fate: (i) => ({ protocol: i < old ? 1 : 2, traits: { ...fit, hardware: i % 4 === 0 ? 'b' : 'c' } }),
    })
    // Every device has reported before.
    await world.pass(60_000)
    return world
  }

  test('reaches the devices that meet them, and leaves the others as they are', async () => {
    const fleet = await open(0)
    const candidate = { ...fleet.artifact('2'), requires }
    expect(await fleet.run({}, { candidate })).toMatchObject({ decision: 'swapped' })
    expect(fleet.devices.filter((device) => device.running() === '2')).toHaveLength(75)
  })

  test('is refused while a device would install it unchecked', async () => {
    const fleet = await open(3)
    const end = await fleet.run({}, { candidate: { ...fleet.artifact('2'), requires } })
    expect(end).toMatchObject({ decision: 'refused', reason: 'checks_failed' })
    expect(end.lines.join(' ')).toContain('3 devices speak version 1 of the protocol')
    expect(fleet.devices.every((device) => device.running() === '1')).toBe(true)
  })
})
