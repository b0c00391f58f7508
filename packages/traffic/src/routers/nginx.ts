import { createHash } from 'node:crypto'
import {
  field,
  httpUrl,
  optional,
  quote,
  text,
  Unacceptable,
  UserError,
  withDefault,
  type Field,
  type Io,
  type Values,
} from '@sluice/action'
import { commandLine } from '../command-line.ts'
import { defineRouter, type ArmHealth } from '../contract.ts'
import { askHttp } from '../http.ts'
import { upstreamsIn, type UpstreamServer } from '../nginx/config.ts'
import { readIfThere, replaceFile } from '../owned-file.ts'
import { snippet, weightInSnippet } from '../nginx/snippet.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, toCandidate } from '../shares.ts'
import { connectProblem } from '../tcp.ts'

/** After a reload nginx lets its old workers accept connections for a tenth of a second beside the new ones. */
const OLD_WORKERS_MS = 250
/** Connections on which the weight is asked: workers that do not agree give a weight in between. */
const ASKED = 4
const SAME_MACHINE = 'Files and programs of this router are on the runner. Is nginx on this machine?'

const settings = {
  file: text('path of the file that nginx includes in its `http` block'),
  baseline: name('name of the baseline’s upstream'),
  candidate: name('name of the candidate’s upstream'),
  variable: withDefault('sluice_upstream', name('variable that `proxy_pass` uses')),
  key: withDefault('$request_id', keyField()),
  'test-command': withDefault('["nginx", "-t"]', commandLine('program that tests the configuration')),
  'reload-command': withDefault('["nginx", "-s", "reload"]', commandLine('program that makes nginx read it')),
  'dump-command': optional(
    commandLine('program that prints the whole configuration; default `test-command` with `-T` for `-t`'),
  ),
  'status-url': optional(
    field('address that answers with `$sluice_weight`, to see what the running workers do', httpUrl().parse),
  ),
} as const

type Settings = Values<typeof settings>

/**
 * A `split_clients` block in a file of ours. It is exact to 0.01 % in every worker from the first request on, where
 * `weight=` in an upstream is a rotation per worker; and a failing arm keeps its requests, where an upstream would
 * quietly retry them on the other arm and hide the failure.
 */
export const nginx = defineRouter(
  'Writes a `split_clients` block into a file that your nginx includes, tests the configuration and reloads.',
  settings,
  (given, io) => {
    const { file, candidate } = given
    let candidateKnown = false
    return {
      can: { step: 0.01, survivesRestart: true, sticky: given.key !== '$request_id' },
      read: async (signal) => {
        signal.throwIfAborted()
        const content = await readIfThere(file)
        const inFile = weightInFile(file, content, candidate)
        const workers =
          given['status-url'] === undefined ? [inFile] : await weightsServed(io, given['status-url'], signal)
        return {
          weight: toCandidate(workers.reduce((sum, weight) => sum + weight, 0) / workers.length),
          wanted: toCandidate(inFile),
          pending: new Set(workers).size > 1,
          version: digest(content),
        }
      },
      write: async (shares, { version }, signal) => {
        const weight = candidateOfTwo(shares)
        signal.throwIfAborted()
        if (weight > 0 && !candidateKnown) candidateKnown = await hasUpstream(io, given, candidate, signal)
        const before = await readIfThere(file)
        if (version !== undefined && version !== digest(before)) throw changed(file, before, candidate)
        const after = snippet(given, weight)
        await replaceFile(file, after).catch(notHere(file))
        try {
          await succeed(io, given['test-command'], signal)
          await succeed(io, given['reload-command'], signal)
        } catch (error) {
          // The file must go on saying what nginx does, and must not break nginx's next start.
          await replaceFile(file, before)
          throw error
        }
        await io.sleep(OLD_WORKERS_MS, signal)
        return { version: digest(after) }
      },
      health: async (arm, signal) => await healthOf(io, given, arm, signal),
    }
  },
)

function name(shape: string): Field<string> {
  return field(shape, (given) => {
    if (/^[\w.-]+$/.test(given)) return given
    throw new Unacceptable(`must be a name of letters, digits, _ . -, got ${quote(given)}`)
  })
}

function keyField(): Field<string> {
  const shape = 'what decides, e.g. `$request_id` or, to keep a user with an arm, `$cookie_user`'
  return field(shape, (given) => {
    if (/^[^"'\\;{}\s]+$/.test(given)) return given
    throw new Unacceptable(`must be nginx variables without spaces and quotes, got ${quote(given)}`)
  })
}

async function succeed(io: Io, line: readonly string[], signal: AbortSignal): Promise<void> {
  const { code, said } = await runProgram(io, line, signal)
  if (code === 0) return
  throw new UserError(
    'ROUTER_REFUSED',
    `${quote(line.join(' '))} ended with code ${code} and said ${JSON.stringify(said.trim().slice(-500))}`,
    'Sluice restored the previous file. Check that nginx has both upstreams and that this runner may run the program.',
  )
}

async function runProgram(
  io: Io,
  [program = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly code: number; readonly said: string }> {
  const { code, stdout, stderr } = await io.execToEnd(program, args, { signal }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error
    throw new UserError('ROUTER_UNREACHABLE', error.message, SAME_MACHINE)
  })
  return { code, said: `${stdout}${stderr}` }
}

/** The configuration that nginx would start with; undefined where no program prints it. */
async function dumpOf(io: Io, given: Settings, signal: AbortSignal): Promise<string | undefined> {
  const tested = given['test-command']
  const line = given['dump-command'] ?? tested.map((part) => (part === '-t' ? '-T' : part))
  if (given['dump-command'] === undefined && !tested.includes('-t')) return undefined
  const { code, said } = await runProgram(io, line, signal)
  return code === 0 ? said : undefined
}

/**
 * Refuses a weight for an upstream that nginx does not know: `nginx -t` accepts such a name in a variable, and users
 * would meet 502. False where the configuration cannot be printed.
 */
async function hasUpstream(io: Io, given: Settings, upstream: string, signal: AbortSignal): Promise<boolean> {
  const dump = await dumpOf(io, given, signal)
  if (dump === undefined) return false
  const known = upstreamsIn(dump)
  if (known.has(upstream)) return true
  throw new UserError(
    'ROUTER_REFUSED',
    noUpstream(upstream, [...known.keys()]),
    'Add the upstream, or fix its name in `router-settings`.',
  )
}

function noUpstream(upstream: string, known: readonly string[]): string {
  return `nginx has no upstream ${quote(upstream)}; it has ${known.join(', ') || 'none'}`
}

/** An upstream's servers that take a connection from this machine. */
async function healthOf(io: Io, given: Settings, arm: string, signal: AbortSignal): Promise<ArmHealth> {
  const upstream = arm === CANDIDATE ? given.candidate : given.baseline
  if (arm !== CANDIDATE && arm !== BASELINE)
    return { up: 0, total: 0, why: `nginx splits two arms, not ${quote(arm)}` }
  const dump = await dumpOf(io, given, signal)
  if (dump === undefined)
    return { up: 0, total: 0, why: 'the configuration of nginx cannot be printed (`dump-command`)' }
  const known = upstreamsIn(dump)
  const servers = known.get(upstream)
  if (servers === undefined) return { up: 0, total: 0, why: noUpstream(upstream, [...known.keys()]) }
  const problems = await Promise.all(servers.map(async (server) => await problemOf(server, signal)))
  const said = problems.flatMap((problem) => problem ?? [])
  return {
    up: servers.length - said.length,
    total: servers.length,
    ...(said.length === 0 ? {} : { why: said.join('; ') }),
  }
}

async function problemOf(
  { name: server, endpoint, down }: UpstreamServer,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (down) return `${server} is marked down`
  const problem = await connectProblem(endpoint, signal)
  return problem === undefined ? undefined : `${server}: ${problem}`
}

function weightInFile(file: string, content: string | undefined, candidate: string): number {
  const weight = content === undefined ? undefined : weightInSnippet(content, candidate)
  if (weight !== undefined) return weight
  throw new UserError(
    'ROUTER_REFUSED',
    `${file} ${content === undefined ? 'does not exist' : 'has no split_clients block of Sluice'}`,
    `Create it once as docs/routers/nginx.md shows, so that nginx can start and the weight can be read. ${SAME_MACHINE}`,
  )
}

function notHere(file: string): (cause: unknown) => never {
  return (cause) => {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new UserError('ROUTER_UNREACHABLE', `${file} cannot be written: ${said}`, SAME_MACHINE)
  }
}

function changed(file: string, content: string | undefined, candidate: string): UserError {
  const now = content === undefined ? undefined : weightInSnippet(content, candidate)
  return new UserError(
    'ROUTER_CHANGED',
    `${file} was changed by someone else${now === undefined ? '' : `; it now gives the candidate ${now}%`}`,
    'Find out who changed it, then run the step again.',
  )
}

function digest(content = ''): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

async function weightsServed(io: Io, url: URL, signal: AbortSignal): Promise<readonly number[]> {
  return await Promise.all(Array.from({ length: ASKED }, async () => await weightServed(io, url, signal)))
}

async function weightServed(io: Io, url: URL, signal: AbortSignal): Promise<number> {
  const { status, body } = await askHttp(
    io,
    url,
    { signal, headers: { connection: 'close' } },
    { who: 'nginx', hint: `Is nginx running, and can this runner reach \`status-url\`? ${SAME_MACHINE}` },
  )
  const served = body.trim()
  const weight = /^\d+(\.\d+)?$/.test(served) ? Number(served) : Number.NaN
  if (status === 200 && weight >= 0 && weight <= 100) return weight
  throw new UserError(
    'ROUTER_REFUSED',
    `\`status-url\` must answer with the weight, answered ${status} ${quote(served)}`,
    'Let a location return 200 with `$sluice_weight`, as docs/routers/nginx.md shows.',
  )
}
