import {
  decimal,
  duration,
  field,
  flag,
  mapOfText,
  optional,
  quote,
  secret,
  UserError,
  withDefault,
  type Io,
  type Values,
} from '@sluice/action'
import { commandLine } from '../command-line.ts'
import { countsIn, readingIn } from '../command/printed.ts'
import { defineRouter, type RouterParts } from '../contract.ts'
import { BASELINE, candidateOfTwo, shareTo, type Shares } from '../shares.ts'

/** How long a new weight waits for a program that an earlier write left running, before it ends that program. */
const OVERTAKEN_MS = 3_000

const settings = {
  write: commandLine('program and arguments; `{weight}`, `{baseline-weight}` become percentages'),
  read: commandLine('program and arguments that print the candidate’s weight in percent, or JSON'),
  health: optional(commandLine('program and arguments that print how many servers of `{arm}` are up, `2/3`')),
  drain: optional(commandLine('program and arguments that print how many connections `{arm}` has')),
  env: optional(mapOfText('names and values added to the environment of the programs')),
  'secret-env': optional(secret(mapOfText('the same, for values that must not be shown'))),
  timeout: withDefault('30s', field('duration for each program', duration().parse)),
  tolerance: withDefault(
    '0',
    field('points that the read weight may differ', decimal({ min: 0, max: 10 }).parse),
  ),
  step: withDefault('0', field('smallest change of weight, in points', decimal({ min: 0, max: 50 }).parse)),
  'survives-restart': withDefault('false', flag()),
} as const

type Settings = Values<typeof settings>

/** Any program that sets a weight, and another that says which weight holds now. */
export const command = defineRouter(
  'Runs a program of yours to set the weight and another to read it back, for any router that has a command line or an API.',
  settings,
  (given, io) => {
    for (const value of Object.values(given['secret-env'] ?? {})) io.mask(value)
    // One run to write, one to read it back, for each direction.
    const deadline = 2 * given.timeout
    return {
      ...methods(given, io),
      can: {
        step: given.step,
        tolerance: given.tolerance,
        survivesRestart: given['survives-restart'],
        deadline: { shift: deadline, undo: deadline },
      },
    }
  },
)

function methods(given: Settings, io: Io): Omit<RouterParts, 'can'> {
  const { health, drain } = given
  const run = async (line: readonly string[], signal: AbortSignal): Promise<string> => {
    const [program = '', ...args] = line
    const env = { ...given.env, ...given['secret-env'] }
    return printed(
      line,
      await io.exec(program, args, { signal, timeoutMs: given.timeout, env }).catch(inTime),
    )
  }
  const write = oneAtATime(io)
  return {
    read: async (signal) => readingIn(await run(given.read, signal), given.read),
    write: async (shares, { version }, signal) => {
      const line = filledIn(given.write, placesOf(given.write, shares, version ?? ''))
      await write(async (late) => await run(line, late), signal)
      return {}
    },
    ...(health === undefined
      ? {}
      : {
          health: async (arm, signal) => {
            const [up = 0, total = up] = countsIn(await run(filledIn(health, { arm }), signal), health)
            return { up, total }
          },
        }),
    ...(drain === undefined
      ? {}
      : {
          drain: async (arm, signal) => {
            const [open = 0] = countsIn(await run(filledIn(drain, { arm }), signal), drain)
            return { open }
          },
        }),
  }
}

/**
 * Runs one program after another. One that is cancelled is no longer waited for, but not ended either, because half a
 * change may be worse than a whole one. The next write waits a little for it, then ends it.
 */
function oneAtATime(
  io: Io,
): (program: (signal: AbortSignal) => Promise<unknown>, signal: AbortSignal) => Promise<void> {
  let running: { readonly done: Promise<void>; readonly end: () => void } | undefined
  return async (program, signal) => {
    signal.throwIfAborted()
    const earlier = running
    if (earlier !== undefined) {
      await Promise.race([earlier.done, io.sleep(OVERTAKEN_MS, signal)])
      earlier.end()
      await earlier.done
    }
    const own = new AbortController()
    const work = program(own.signal)
    const forget = (): void => void (running = undefined)
    running = {
      done: work.then(forget, forget),
      end: () => own.abort(new Error('a later write took its place')),
    }
    await Promise.race([work, aborted(signal)])
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/** The values of the placeholders; arms besides the two need a program that takes `{shares}`. */
function placesOf(
  line: readonly string[],
  shares: Shares,
  version: string,
): Readonly<Record<string, string>> {
  const all = line.some((part) => part.includes('{shares}'))
  const weight = all ? shareTo(shares, 'candidate') : candidateOfTwo(shares)
  return {
    weight: plainDecimal(weight),
    'baseline-weight': plainDecimal(all ? shareTo(shares, BASELINE) : 100 - weight),
    shares: JSON.stringify(Object.fromEntries(shares.map(({ arm, share }) => [arm, share]))),
    version,
  }
}

function filledIn(line: readonly string[], values: Readonly<Record<string, string>>): readonly string[] {
  return line.map((part) => part.replaceAll(/\{([a-z-]+)\}/g, (all, name: string) => values[name] ?? all))
}

/** Six decimals at most: 100 - 99.9 is 0.1 and not 0.09999999999999432. */
function plainDecimal(value: number): string {
  return String(Number(value.toFixed(6)))
}

/** A program that did not end in time may have done its work: the router is asked again, as after a lost answer. */
function inTime(error: unknown): never {
  if (!(error instanceof UserError) || error.code !== 'COMMAND_TIMED_OUT') throw error
  throw new UserError(
    'ROUTER_UNREACHABLE',
    error.message,
    'Give it more time with `timeout`, and check that it does not wait for input.',
  )
}

function printed(line: readonly string[], { code, stdout, stderr }: Awaited<ReturnType<Io['exec']>>): string {
  if (code === 0) return stdout
  const said = stderr.trim() === '' ? stdout.trim() : stderr.trim()
  throw new UserError(
    'ROUTER_REFUSED',
    `${quote(line.join(' '))} ended with code ${code} and said ${JSON.stringify(said.slice(-500))}`,
    'Run the program by hand with the same arguments. It must exit with code 0 if it worked.',
  )
}
