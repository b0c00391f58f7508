import { sealManifest } from '@sluice/fleet'
import { generateKeys, readPublicKeys, readSigningKey } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { Agent, type Hardware } from '../../examples/fleet/agent.ts'
import {
  onBoot,
  onHealth,
  onInstalled,
  onManifest,
  onReverted,
  type Device,
} from '../../examples/fleet/decisions.ts'
import { manifest, V1, V2, V3 } from '../packages/fleet/manifests.ts'

const device: Device = {
  ...{ id: 'd', slots: 2, running: V1, previous: null, state: 'running' },
  ...{ sequence: 0, refused: [], testing: 0, confirm: 60, boots: 0, sent: 0 },
  ...{ protocol: 2, group: '', keys: null, issued: 0, traits: {} },
}

describe('a device', () => {
  const all = manifest(100)
  const installed = onInstalled({ ...device, sequence: all.sequence }, V2, 1000)

  test('installs next to the running version, tries it, and keeps it once healthy', () => {
    expect(onManifest(device, all, 'f', 1000).action).toEqual({ do: 'install', artifact: V2, inPlace: false })
    expect(onHealth(installed, true, 1010).device).toMatchObject({ running: V2, state: 'running' })
  })

  test.each([
    ['says it is not healthy', false, 1010],
    ['says nothing until its time is up', undefined, 1060],
    ['finds its clock set back', undefined, 900],
  ] as const)('goes back when the new version %s', (_, healthy, now) => {
    expect(onHealth(installed, healthy, now).action).toEqual({
      do: 'revert',
      artifact: V1,
      download: false,
      failed: true,
    })
  })

  test('goes back by its boot loader from a version that never says how it is', () => {
    const [second, third] = [onBoot(installed, false), onBoot(onBoot(installed, false), false)]
    expect([second.boots, third.boots]).toEqual([2, 3])
    for (const back of [onBoot(third, false), onBoot(installed, true)])
      expect(back).toMatchObject({ running: V1, state: 'reverted', refused: [V2.digest], boots: 0 })
    expect(onBoot(device, true)).toBe(device)
  })

  test('never tries again by itself what it went back from', () => {
    const back = onReverted(installed, true)
    expect(back).toMatchObject({ running: V1, state: 'reverted', refused: [V2.digest] })
    expect(onManifest(back, manifest(100, manifest(25)), 'f', 2000).action.do).not.toBe('install')
  })

  test('with one slot replaces in place and fetches the previous version again to go back', () => {
    const single: Device = { ...device, slots: 1 }
    expect(onManifest(single, all, 'f', 1000).action).toMatchObject({ do: 'install', inPlace: true })
    expect(onHealth(onInstalled(single, V2, 1000), false, 1010).action).toEqual({
      do: 'revert',
      artifact: V1,
      download: true,
      failed: true,
    })
  })

  test('ignores an older manifest and one for another fleet', () => {
    expect(onManifest({ ...device, sequence: all.sequence + 1 }, all, 'f', 1000).action.do).toBe('nothing')
    expect(onManifest(device, all, 'other', 1000)).toEqual({ device, action: { do: 'nothing' } })
  })

  test('in a group follows the share of its group, and one of the first version that of all others', () => {
    const groups = [
      { name: 'lab', share: 1_000_000 },
      { name: 'bench', share: 1_000_000, devices: ['d'] },
    ]
    const some = { ...all, share: 0, groups: groups.slice(0, 1) }
    const todo = (changes: Partial<Device>, about = some) =>
      onManifest({ ...device, ...changes }, about, 'f', 1000).action.do
    expect(todo({ group: 'lab' })).toBe('install')
    expect(todo({ group: 'lab', protocol: 1 })).toBe('report')
    expect(todo({ group: 'berlin' })).toBe('report')
    expect(todo({ group: 'berlin' }, { ...some, groups })).toBe('install')
  })

  test('tries a refused version again when a manifest asks for it, once', () => {
    const back = { ...onReverted(installed, true), sequence: all.sequence }
    const again = { ...all, sequence: all.sequence + 1, retry: true }
    const { device: willing, action } = onManifest(back, again, 'f', 2000)
    expect(action).toMatchObject({ do: 'install', artifact: V2 })
    const failed = onReverted(onInstalled(willing, V2, 2000), true)
    expect(onManifest(failed, again, 'f', 3000).action.do).toBe('nothing')
    expect(onManifest({ ...back, protocol: 1 }, again, 'f', 2000).action.do).toBe('report')
  })

  test('waits for its window, also across midnight', () => {
    const night = { ...all, window: { from: 22 * 60, to: 4 * 60 } }
    const at = (hour: number) => onManifest(device, night, 'f', hour * 3600).action.do
    expect([at(12), at(23), at(3), at(4)]).toEqual(['report', 'install', 'install', 'report'])
  })

  test('under test installs nothing, and goes back at once if it is no longer wanted', () => {
    const third = { ...all, sequence: all.sequence + 1, candidate: V3 }
    expect(onManifest(installed, third, 'f', 1010).action.do).toBe('report')
    expect(onManifest(installed, manifest(0, all), 'f', 1010).action).toMatchObject({
      ...{ do: 'revert', artifact: V1, failed: false },
    })
    expect(onReverted(installed, false)).toMatchObject({ running: V1, state: 'running', refused: [] })
  })

  test('goes back to stable when the share is withdrawn', () => {
    const confirmed = onHealth(installed, true, 1010).device
    expect(onManifest(confirmed, manifest(0, all), 'f', 2000).action).toMatchObject({
      do: 'install',
      artifact: V1,
    })
  })
})

describe('an agent', () => {
  const keys = generateKeys()
  const [signing, known] = [readSigningKey(keys.privateKey), readPublicKeys(keys.publicKey)]

  function agentWith(hardware: Partial<Hardware>, booted: string[]): Agent {
    return new Agent(device, 'f', known, {
      clock: () => 12 * 3600,
      store: async () => {},
      download: async ({ version }) => Buffer.from(`model ${version}`),
      write: async () => {},
      boot: async ({ version }) => void booted.push(version),
      running: async () => (booted.at(-1) === '2' ? V2.digest : V1.digest),
      healthy: async () => true,
      publish: async () => {},
      ...hardware,
    })
  }

  test('installs when its window opens, without reading the manifest again', async () => {
    let hour = 12
    const booted: string[] = []
    const agent = agentWith({ clock: () => hour * 3600 }, booted)
    await agent.receive(sealManifest({ ...manifest(100), window: { from: 1320, to: 240 } }, signing))
    await agent.check()
    expect(booted).toEqual([])
    hour = 23
    await agent.check()
    expect(booted).toEqual(['2'])
  })

  test('tries a failed download again at the next check', async () => {
    let up = false
    const booted: string[] = []
    const download = async (): Promise<Uint8Array> =>
      up ? Buffer.from('model 2') : await Promise.reject(new Error('offline'))
    const agent = agentWith({ download }, booted)
    await agent.receive(sealManifest(manifest(100), signing))
    expect(booted).toEqual([])
    up = true
    await agent.check()
    expect(booted).toEqual(['2'])
  })

  test('does one thing after the other: a check during a download starts no second one', async () => {
    let arrive = (): void => {}
    let downloads = 0
    const booted: string[] = []
    const download = async (): Promise<Uint8Array> => {
      downloads++
      await new Promise<void>((resolve) => (arrive = resolve))
      return Buffer.from('model 2')
    }
    const agent = agentWith({ download, healthy: async () => false }, booted)
    const [received, checked] = [agent.receive(sealManifest(manifest(100), signing)), agent.check()]
    await expect.poll(() => downloads).toBe(1)
    arrive()
    await Promise.all([received, checked])
    expect([downloads, booted]).toEqual([1, ['2', '1']])
    expect(agent.device).toMatchObject({ running: V1, state: 'reverted', refused: [V2.digest] })
  })

  test('never says that a version runs that could not be booted', async () => {
    let broken = true
    const [booted, said]: [string[], string[]] = [[], []]
    const agent = agentWith(
      {
        boot: async ({ version }) => {
          if (broken) throw new Error('no space left')
          booted.push(version)
        },
        publish: async (_, message) => void said.push(message),
      },
      booted,
    )
    await expect(agent.receive(sealManifest(manifest(100), signing))).rejects.toThrow('no space left')
    await expect(agent.check()).rejects.toThrow('no space left')
    expect(said.join()).not.toContain('"state":"running"')
    broken = false
    await agent.check()
    await agent.check()
    expect(booted).toEqual(['2'])
    expect(said.at(-1)).toContain('"state":"running"')
  })

  test('goes back from a sick version while nothing can be published', async () => {
    const booted: string[] = []
    const publish = async (): Promise<void> => await new Promise(() => {})
    const agent = agentWith({ publish, healthy: async () => false }, booted)
    void agent.report()
    await agent.receive(sealManifest(manifest(100), signing))
    await agent.check()
    expect(booted).toEqual(['2', '1'])
    expect(agent.device).toMatchObject({ running: V1, state: 'reverted', refused: [V2.digest] })
  })

  test('tells the caller of a report whether it was delivered, and goes on either way', async () => {
    const publish = async (): Promise<void> => await Promise.reject(new Error('not connected'))
    const agent = agentWith({ publish }, [])
    await expect(agent.report()).rejects.toThrow('not connected')
    await agent.receive(sealManifest(manifest(100), signing))
    expect(agent.device).toMatchObject({ running: V2, state: 'testing' })
  })

  test('keeps in memory only what is stored', async () => {
    const store = async (): Promise<void> => await Promise.reject(new Error('the flash is worn'))
    const agent = agentWith({ store }, [])
    await expect(agent.receive(sealManifest(manifest(100), signing))).rejects.toThrow('worn')
    expect(agent.device).toEqual(device)
  })
})
