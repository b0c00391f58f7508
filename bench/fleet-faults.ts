import { readFile, writeFile } from 'node:fs/promises'
import type { Fate } from './fleet/device.ts'
import { FleetWorld, type WorldOptions } from './fleet/world.ts'

/** One fault of a fleet, and the rollout that meets it. */
export interface FleetFault {
  readonly name: string
  readonly options: Omit<WorldOptions, 'count'>
}

const COUNT = 300
const HOUR = 3_600_000
/** A cohort in which some fail must be larger than the 49 devices that pass a limit of 10 % without a failure. */
const WATCH = '{ for: 10m, at-most: 24h, every: 1m, ladder: [50, 100] }'
const bad = (version: string): boolean => version === '2'

/** A generator of known seed, so that the table is the same each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function every(fate: Fate): (i: number) => Fate {
  return () => fate
}

function some(share: number, fate: Fate): (i: number) => Fate {
  return (i) => ((i * 37) % 100 < share * 100 ? fate : {})
}

/** Ten things that happen in the field; the candidate is version 2. */
export const FLEET_FAULTS: readonly FleetFault[] = [
  {
    name: 'the version kills 22% of the devices at their first boot',
    options: { fate: some(0.22, { dies: bad }) },
  },
  {
    name: 'the version is sick on every device',
    options: { fate: every({ healthy: (version) => !bad(version) }) },
  },
  {
    name: 'the version hangs and never says how it is',
    options: { fate: every({ healthy: (version) => (bad(version) ? undefined : true) }) },
  },
  {
    name: 'the version is sick on the hardware of one group',
    options: {
      settings: { groups: [{ name: 'lab' }, { name: 'berlin' }] },
      watch: '{ for: 10m, at-most: 24h, every: 1m }',
      fate: (i) => ({
        group: i < 5 ? 'lab' : i < 45 ? 'berlin' : '',
        healthy: (version) => !(bad(version) && i >= 5 && i < 45),
      }),
    },
  },
  {
    name: 'the version is sick on every device, and 3,000 invented devices praise it',
    options: {
      fate: every({ healthy: (version) => !bad(version) }),
      ghosts: (manifest, digest) =>
        Array.from({ length: 3000 }, (_, i) => ({
          ...{ device: `ghost-${i}`, seq: 1, manifest, digest, state: 'running', refused: '', at: 0 },
          protocol: 2,
        })),
    },
  },
  {
    name: 'every message arrives three times, the last time with an old number; the version is sound',
    options: {
      fate: every({
        sends: (message) => [message, message, { ...message, seq: message.seq - 1, state: 'testing' }],
      }),
    },
  },
  {
    name: 'the power fails in 10% of all writes; the version is sound',
    options: { fate: (i) => powerCuts(i, 0.1) },
  },
  {
    name: 'the window opens 8 hours later; the version is sound',
    options: {
      settings: { window: '20:00-23:00' },
      watch: '{ for: 10m, at-most: 24h, every: 10m, ladder: [50, 100] }',
    },
  },
  {
    name: '30% of the devices are offline for days; the version is sound',
    options: { fate: some(0.3, { offline: (now) => now < 72 * HOUR }) },
  },
  {
    name: 'the file at `url` is another one than `digest` names',
    options: { file: () => Buffer.from('something else') },
  },
]

function powerCuts(seed: number, share: number): Fate {
  const random = seeded(seed)
  return { powerCut: () => random() < share }
}

/** What a fault came to. */
export interface FaultRow {
  readonly fault: string
  readonly decision: string
  /** Devices that booted a version that was not well on them, however short. */
  readonly harmed: number
  /** Of these, an hour after the end: the others went back by themselves. */
  readonly left: number
  readonly minutes: number
  readonly sentence: string
}

export async function meetFault({ name, options }: FleetFault): Promise<FaultRow> {
  await using world = await FleetWorld.open({ count: COUNT, watch: WATCH, ...options })
  const { decision, sentence, took } = await world.run()
  await world.pass(HOUR)
  return {
    ...{ fault: name, decision, sentence },
    harmed: world.devices.filter((device) => device.wasHarmed()).length,
    left: world.devices.filter((device) => device.harmed()).length,
    minutes: Math.round(took / 60_000),
  }
}

async function faultTable(): Promise<readonly string[]> {
  const rows: FaultRow[] = []
  for (const fault of FLEET_FAULTS) rows.push(await meetFault(fault))
  return [
    '| fault | decision | devices harmed | an hour later | after | first sentence of the report |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(rowText),
  ]
}

/** A row of the table. */
export function rowText({ fault, decision, harmed, left, minutes, sentence }: FaultRow): string {
  const cells = [fault, `\`${decision}\``, `${harmed} of ${COUNT}`, left, timeText(minutes)]
  return `| ${cells.join(' | ')} | ${sentence.replaceAll('|', '\\|')} |`
}

function timeText(minutes: number): string {
  return minutes < 120 ? `${minutes} min` : `${Number((minutes / 60).toFixed(1))} h`
}

const PAGE = 'docs/fleet-faults.md'
const [BEGIN, END] = ['<!-- faults -->', '<!-- /faults -->']

/** Prints the table; with `--write` puts it into its page. */
export default async function bench(args: readonly string[]): Promise<void> {
  const table = (await faultTable()).join('\n')
  console.log(table)
  if (!args.includes('--write')) return
  const page = await readFile(PAGE, 'utf8')
  const [before] = page.split(BEGIN)
  const after = page.split(END)[1]
  await writeFile(PAGE, `${before ?? ''}${BEGIN}\n\n${table}\n\n${END}${after ?? ''}`)
}
