import { createRequire } from 'node:module'
import { basename, dirname, resolve } from 'node:path'
import { createIo, isRecord, ownModule, UserError, type Io } from '@sluice/action'
import { checkOwnSource, type OwnBackend, type OwnHappened } from '@sluice/metrics'
import { checkOwnRouter, type OwnTraffic } from '@sluice/traffic'
import { defineCommand } from '../command.ts'

/** Tries what every source or router promises on a module of one's own, against the server that it brings itself. */
export const conformanceCommand = defineCommand(
  {
    name: 'conformance',
    about:
      'Tries on a source or router of your own what Sluice relies on. The module exports `conformance`, which starts the server to try it on.',
    usage: ['./MODULE.mjs'],
    options: {},
    operands: ['module'],
    examples: ['conformance ./shop-stats.mjs'],
    exits: '0 every promise is kept, 1 one is not, 3 wrong input',
  },
  async ({ json }, [given = ''], io) => {
    const file = resolve(given)
    const path = `./${basename(file)}`
    const stop = new AbortController()
    const real = createIo(stop.signal)
    const quiet = (): void => undefined
    const world: Io = {
      ...real,
      mask: quiet,
      log: { info: quiet, notice: quiet, warning: quiet, error: quiet, folded: quiet },
      facts: { ...real.facts, eventName: '', workspace: dirname(file) },
    }
    ownModule(path, world)
    const build = builderIn(file)
    // A router is told what it should do; a source is asked for a metric.
    const checks = await ((await isSource(build))
      ? checkOwnSource(path, build as (happened: OwnHappened) => Promise<OwnBackend>, world, stop.signal)
      : checkOwnRouter(path, build as () => Promise<OwnTraffic>, world, stop.signal))
    const failed = checks.filter(({ problem }) => problem !== undefined)
    const lines = checks.map(({ name, problem }) =>
      problem === undefined ? `ok    ${name}` : `FAIL  ${name}\n      ${problem}`,
    )
    const end = `${checks.length - failed.length} of ${checks.length} promises kept.`
    io.stdout(json ? `${JSON.stringify(checks)}\n` : `${[...lines, end].join('\n')}\n`)
    return failed.length === 0 ? 0 : 1
  },
)

type Build = (happened: OwnHappened) => Promise<OwnBackend | OwnTraffic>

function builderIn(file: string): Build {
  const loaded: unknown = createRequire(file)(file)
  const build = isRecord(loaded) ? loaded['conformance'] : undefined
  if (typeof build === 'function') return build as Build
  throw new UserError(
    'MODULE_REFUSED',
    `${file}: it exports no function \`conformance\``,
    '`sluice new source NAME` writes a module that has one.',
  )
}

async function isSource(build: Build): Promise<boolean> {
  const one = await build('nothing')
  await one.stop()
  return 'query' in one
}
