import { afterEach, describe, expect, test } from 'vitest'
import { openManifest } from '@sluice/fleet'
import { readPublicKeys } from '@sluice/verdict'
import type { Fate } from '../../bench/fleet/device.ts'
import { FleetWorld, type WorldOptions } from '../../bench/fleet/world.ts'

const GROUPS = [
  { name: 'lab', coverage: '80%' },
  { name: 'berlin', 'min-reports': 10, approval: true },
]
const labelOf = (i: number): string => (i < 5 ? 'lab' : i < 45 ? 'berlin' : '')

describe('a rollout over groups', () => {
  let world: FleetWorld | undefined
  afterEach(async () => await world?.[Symbol.asyncDispose]())

  const open = async (
    fate: (i: number) => Fate,
    options: Partial<WorldOptions> = {},
  ): Promise<FleetWorld> => {
    world = await FleetWorld.open({
      count: 100,
      watch: '{ for: 2m, at-most: 24h, every: 1m, per-run: 6m }',
      settings: { groups: GROUPS },
      fate: (i) => ({ group: labelOf(i), ...fate(i) }),
      ...options,
    })
    return world
  }
  const onNew = ({ devices }: FleetWorld): readonly string[] => [
    ...new Set(devices.filter((device) => device.booted.includes('2')).map(({ group }) => group)),
  ]
  const published = (fleet: FleetWorld) =>
    openManifest(fleet.manifest ?? '', readPublicKeys(fleet.keys.publicKey))

  test('begins with the first group, waits for approval of the next, and then reaches everyone', async () => {
    const fleet = await open(() => ({}))
    const first = await fleet.run()
    expect(first).toMatchObject({ decision: 'waiting' })
    expect(first.lines.join(' ')).toContain('Group "berlin" begins only when a run names it in `approved`')
    expect(onNew(fleet)).toEqual(['lab'])
    expect(await fleet.run({ command: 'continue' })).toMatchObject({ decision: 'waiting' })
    expect(onNew(fleet)).toEqual(['lab'])
    expect(await fleet.run({ command: 'continue' }, { approved: ['berlin'] })).toMatchObject({
      decision: 'swapped',
    })
    expect(fleet.devices.every((device) => device.running() === '2')).toBe(true)
  })

  test('one failure of five in the first group takes the version back before another group meets it', async () => {
    const fleet = await open((i) => ({ healthy: (version) => !(version === '2' && i === 3) }))
    const end = await fleet.run()
    expect(end).toMatchObject({ decision: 'swapped-back', reason: 'regression_found' })
    expect(end.sentence).toContain('group "lab"')
    expect(onNew(fleet)).toEqual(['lab'])
    await fleet.pass(300_000)
    expect(fleet.devices.every((device) => device.running() === '1')).toBe(true)
  })

  test('devices of an earlier group that die later still stop the rollout', async () => {
    let bad = false
    const fleet = await open((i) => ({
      healthy: () => !(bad && i >= 5),
      dies: () => bad && i >= 5 && i < 45,
    }))
    await fleet.run()
    bad = true
    const end = await fleet.run({ command: 'continue' }, { approved: ['berlin'] })
    expect(end).toMatchObject({ decision: 'swapped-back', reason: 'regression_found' })
    expect(onNew(fleet)).toEqual(['lab', 'berlin'])
  })

  test('an emergency stop of a promoted version sends every device back at once, whatever its window', async () => {
    const fleet = await open(() => ({}), {
      settings: { groups: [{ name: 'lab' }], window: '12:00-13:00', 'way-back': '20m' },
    })
    expect(await fleet.run()).toMatchObject({ decision: 'swapped' })
    await fleet.pass(3 * 3_600_000)
    const stop = await fleet.run({ command: 'abort' })
    expect(stop).toMatchObject({ decision: 'abort' })
    expect(stop.sentence).toBe(
      'lamps in production was stopped: nobody is told to run 2 any more. Of 100 devices that were told to run 2: 100 confirmed that 1 runs again, 0 did not answer yet.',
    )
    expect(published(fleet)).toMatchObject({ share: 0, window: null })
    expect(fleet.devices.every((device) => device.running() === '1')).toBe(true)
  })

  test('an emergency stop needs no roster, and says what it did without', async () => {
    const fleet = await open(() => ({}), { settings: { groups: [{ name: 'lab' }] } })
    expect(await fleet.run()).toMatchObject({ decision: 'swapped' })
    const stop = await fleet.run({ command: 'abort' }, { roster: 'gone.txt', groups: [{ name: 'nobody' }] })
    expect(stop).toMatchObject({ decision: 'abort' })
    expect(published(fleet)).toMatchObject({ share: 0, window: null })
    await expect(fleet.run({ command: 'continue' }, { roster: 'gone.txt' })).rejects.toThrow('gone.txt')
  })
})
