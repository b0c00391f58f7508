import { UserError } from '@sluice/action'
import type { ArmHealth, ArmLoad, RouterParts, RouterReading, WriteOptions } from './contract.ts'
import { sharesText, type Shares } from './shares.ts'

/** One of the resources that make up a router, such as one load balancer of a pair. */
export interface Resource extends Omit<RouterParts, 'can'> {
  readonly name: string
}

/**
 * Several resources as one router. A reading shows each of them, and the mean as the whole; a write goes to all, and
 * when some fail it says which have the new weight and which do not.
 */
export function several(resources: readonly Resource[]): Omit<RouterParts, 'can'> {
  const [only] = resources
  if (only !== undefined && resources.length === 1) return only
  const health = resources.flatMap(({ health: ask }) => ask ?? [])
  const drain = resources.flatMap(({ drain: ask }) => ask ?? [])
  return {
    read: async (signal) => {
      const readings = await Promise.all(
        resources.map(async (resource) => ({ name: resource.name, ...(await resource.read(signal)) })),
      )
      return whole(readings)
    },
    write: async (weight, { version }, signal) => {
      const versions = version === undefined ? {} : decodeVersions(version)
      const written = await Promise.allSettled(
        resources.map(
          async (resource) => await resource.write(weight, optionsOf(versions[resource.name]), signal),
        ),
      )
      signal.throwIfAborted()
      refuseParts(resources, written, weight)
      const made = written.map((each, i) => [
        resources[i]?.name,
        each.status === 'fulfilled' ? each.value.version : undefined,
      ])
      const known = made.filter(([, each]) => each !== undefined)
      return known.length === 0 ? {} : { version: JSON.stringify(Object.fromEntries(known)) }
    },
    ...(health.length < resources.length
      ? {}
      : { health: async (arm, signal) => worstHealth(await asked(health, arm, signal)) }),
    ...(drain.length < resources.length
      ? {}
      : { drain: async (arm, signal) => sumLoad(await asked(drain, arm, signal)) }),
  }
}

async function asked<T>(
  each: readonly ((arm: string, signal: AbortSignal) => Promise<T>)[],
  arm: string,
  signal: AbortSignal,
): Promise<readonly T[]> {
  return await Promise.all(each.map(async (ask) => await ask(arm, signal)))
}

function whole(readings: readonly (RouterReading & { readonly name: string })[]): RouterReading {
  const wanted = readings.flatMap((reading) => reading.wanted ?? [])
  const versions = readings.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version]]))
  return {
    weight: mean(readings.map(({ weight }) => weight)),
    ...(wanted.length === 0 ? {} : { wanted: mean(readings.map(({ weight, wanted: to }) => to ?? weight)) }),
    pending: readings.some(({ pending }) => pending),
    ...(versions.length === 0 ? {} : { version: JSON.stringify(Object.fromEntries(versions)) }),
    parts: readings.map(({ name, weight }) => ({ name, weight })),
  }
}

function mean(all: readonly Shares[]): Shares {
  const arms = new Set(all.flat().map(({ arm }) => arm))
  return [...arms].map((arm) => ({
    arm,
    share: all.flat().reduce((sum, part) => sum + (part.arm === arm ? part.share : 0), 0) / all.length,
  }))
}

function decodeVersions(version: string): Readonly<Record<string, string>> {
  return JSON.parse(version) as Readonly<Record<string, string>>
}

function optionsOf(version: string | undefined): WriteOptions {
  return version === undefined ? {} : { version }
}

/** A partial failure is told as one, and takes the code of its worst part. */
function refuseParts(
  resources: readonly Resource[],
  written: readonly PromiseSettledResult<unknown>[],
  weight: Shares,
): void {
  const problems = written.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : undefined))
  const failed = resources.filter((_, i) => problems[i] !== undefined)
  if (failed.length === 0) return
  const took = resources.filter((_, i) => problems[i] === undefined).map(({ name }) => name)
  const said = failed.map(({ name }) => {
    const problem = problems[resources.findIndex((resource) => resource.name === name)]
    return `${name}: ${problem instanceof Error ? problem.message : String(problem)}`
  })
  const known = problems.filter((problem) => problem instanceof UserError)
  const worst = known.find(({ code }) => code !== 'ROUTER_UNREACHABLE') ?? known[0]
  throw new UserError(
    worst?.code ?? 'ROUTER_UNREACHABLE',
    `${took.length === 0 ? 'nothing' : `only ${took.join(', ')}`} took ${sharesText(weight)}\n${said.join('\n')}`,
    worst?.hint ?? 'Check that this runner can reach all of them.',
  )
}

/** Several load balancers see the same servers, so counts do not add up: the one that sees the fewest up decides. */
function worstHealth(all: readonly ArmHealth[]): ArmHealth {
  return all.reduce((worst, each) => (each.up * worst.total < worst.up * each.total ? each : worst))
}

function sumLoad(all: readonly ArmLoad[]): ArmLoad {
  const bound = all.flatMap((each) => each.bound ?? [])
  return {
    open: all.reduce((sum, { open }) => sum + open, 0),
    ...(bound.length === 0 ? {} : { bound: bound.reduce((sum, count) => sum + count, 0) }),
  }
}
