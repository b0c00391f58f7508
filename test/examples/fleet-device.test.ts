import { describe, expect, test } from 'vitest'
import { onHealth, onInstalled, onManifest, onReverted, type Device } from '../../examples/fleet/decisions.ts'
import { manifest, V1, V2 } from '../packages/fleet/manifests.ts'

const device: Device = {
  ...{ id: 'd', slots: 2, running: V1, previous: null, state: 'running' },
  ...{ sequence: 0, refused: [], testing: 0, sent: 0 },
}

describe('a device', () => {
  const all = manifest(100)
  const installed = onInstalled({ ...device, sequence: all.sequence }, V2, 1000)

  test('installs next to the running version, tries it, and keeps it once healthy', () => {
    expect(onManifest(device, all, 'f', 1000).action).toEqual({ do: 'install', artifact: V2, inPlace: false })
    expect(onHealth(installed, true, 60, 1010).device).toMatchObject({ running: V2, state: 'running' })
  })

  test.each([
    ['says it is not healthy', false, 1010],
    ['says nothing until its time is up', undefined, 1060],
    ['finds its clock set back', undefined, 900],
  ] as const)('goes back when the new version %s', (_, healthy, now) => {
    expect(onHealth(installed, healthy, 60, now).action).toEqual({
      do: 'revert',
      artifact: V1,
      download: false,
    })
  })

  test('never tries again by itself what it went back from', () => {
    const back = onReverted(installed)
    expect(back).toMatchObject({ running: V1, state: 'reverted', refused: [V2.digest] })
    expect(onManifest(back, manifest(100, manifest(25)), 'f', 2000).action.do).not.toBe('install')
  })

  test('with one slot replaces in place and fetches the previous version again to go back', () => {
    const single: Device = { ...device, slots: 1 }
    expect(onManifest(single, all, 'f', 1000).action).toMatchObject({ do: 'install', inPlace: true })
    expect(onHealth(onInstalled(single, V2, 1000), false, 60, 1010).action).toEqual({
      do: 'revert',
      artifact: V1,
      download: true,
    })
  })

  test('ignores an older manifest and one for another fleet', () => {
    expect(onManifest({ ...device, sequence: all.sequence + 1 }, all, 'f', 1000).action.do).toBe('nothing')
    expect(onManifest(device, all, 'other', 1000)).toEqual({ device, action: { do: 'nothing' } })
  })

  test('waits for its window, also across midnight', () => {
    const night = { ...all, window: { from: 22 * 60, to: 4 * 60 } }
    const at = (hour: number) => onManifest(device, night, 'f', hour * 3600).action.do
    expect([at(12), at(23), at(3), at(4)]).toEqual(['report', 'install', 'install', 'report'])
  })

  test('goes back to stable when the share is withdrawn', () => {
    const confirmed = onHealth(installed, true, 60, 1010).device
    expect(onManifest(confirmed, manifest(0, all), 'f', 2000).action).toMatchObject({
      do: 'install',
      artifact: V1,
    })
  })
})
