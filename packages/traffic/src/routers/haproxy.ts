import {
  field,
  linesOf,
  optional,
  quote,
  text,
  Unacceptable,
  UserError,
  type Field,
  type Values,
} from '@sluice/action'
import { defineRouter, type ArmHealth, type RouterReading } from '../contract.ts'
import { converse } from '../haproxy/runtime-api.ts'
import { connectionsIn, serversIn, type ServerState } from '../haproxy/servers.ts'
import { shareGiven, weightsFor } from '../haproxy/weights.ts'
import { replaceFile } from '../owned-file.ts'
import { several, type Resource } from '../several.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, toCandidate, type Shares } from '../shares.ts'

/** The smallest share there is: one of 257 parts. */
const STEP = 0.39
/** How far, in points, the best pair of whole weights is from any weight that is not refused. */
const TOLERANCE = 0.1
/** A share that whole weights would change by more than a tenth of itself is not the one that was asked for. */
const LARGEST_CHANGE = 0.1

const settings = {
  socket: linesOf(text('path of the admin socket, or `host:port`, of each HAProxy')),
  backend: name('name of the backend'),
  baseline: linesOf(name('name of a server of the baseline')),
  candidate: linesOf(name('name of a server of the candidate')),
  'state-file': optional(
    text('path of the `server-state-file` of HAProxy on this machine, written after every change'),
  ),
} as const

type Settings = Values<typeof settings>

/** HAProxy's runtime API: server weights from 0 to 256, changed without a reload. */
export const haproxy = defineRouter(
  'Sets server weights over HAProxy’s runtime API (level admin), without a reload; finest share about 0.4%.',
  settings,
  (given) => {
    if (given['state-file'] !== undefined && given.socket.length > 1) {
      throw new UserError(
        'BAD_INPUT',
        `state-file: belongs to one HAProxy, got ${given.socket.length} sockets`,
        'Fix `router-settings`: give one socket, or leave `state-file` out.',
      )
    }
    return {
      ...several(given.socket.map((socket) => instance(socket, given))),
      can: { step: STEP, tolerance: TOLERANCE, survivesRestart: given['state-file'] !== undefined },
    }
  },
)

function instance(socket: string, given: Settings): Resource {
  const { backend, baseline, candidate } = given
  const namesOf = (arm: string): readonly string[] =>
    arm === CANDIDATE ? candidate : arm === BASELINE ? baseline : []
  return {
    name: socket,
    read: async (signal) => readingOf(await stateOf(socket, given, signal), given),
    write: async (shares, _, signal) => {
      await setWeights(socket, given, shares, signal)
      if (given['state-file'] !== undefined) await keepState(socket, given['state-file'], signal)
      return {}
    },
    health: async (arm, signal) => healthOf(await stateOf(socket, given, signal), namesOf(arm)),
    drain: async (arm, signal) => {
      const open = connectionsIn(await converse(socket, 'show stat', signal), backend)
      return { open: namesOf(arm).reduce((sum, server) => sum + (open.get(server) ?? 0), 0) }
    },
  }
}

/** The state of the backend's servers; refused where one that the settings name is missing. */
async function stateOf(
  socket: string,
  { backend, baseline, candidate }: Settings,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ServerState>> {
  const answer = await converse(socket, `show servers state ${backend}`, signal)
  const servers = serversIn(answer)
  const missing = [...baseline, ...candidate].filter((server) => !servers.has(server))
  if (missing.length === 0) return servers
  const known = [...servers.keys()].join(', ')
  throw refused(
    `backend ${backend} has no server ${missing.join(', ')}; it has ${known || `none: ${quote(answer)}`}`,
  )
}

function readingOf(
  servers: ReadonlyMap<string, ServerState>,
  { backend, baseline, candidate }: Settings,
): RouterReading {
  const weights = (names: readonly string[], counts: (server: ServerState) => boolean): number =>
    names.reduce((sum, each) => {
      const server = servers.get(each)
      return server === undefined || !counts(server) ? sum : sum + server.weight
    }, 0)
  const share = (counts: (server: ServerState) => boolean): Shares | undefined => {
    const taken = weights(candidate, counts)
    const all = weights(baseline, counts) + taken
    return all === 0 ? undefined : toCandidate((taken / all) * 100)
  }
  const met = share(({ up }) => up)
  const wanted = share(() => true)
  if (met === undefined) throw refused(`no server of backend ${backend} takes traffic`)
  return { weight: met, ...(wanted === undefined ? {} : { wanted }), pending: false }
}

async function setWeights(
  socket: string,
  given: Settings,
  shares: Shares,
  signal: AbortSignal,
): Promise<void> {
  const { backend, baseline, candidate } = given
  const weight = candidateOfTwo(shares)
  const weights = weightsFor(weight, baseline.length, candidate.length)
  const reached = shareGiven(weights, baseline.length, candidate.length)
  if (Math.abs(reached - weight) > Math.min(weight, 100 - weight) * LARGEST_CHANGE + 1e-9) {
    throw refused(
      `the weights of HAProxy go from 0 to 256: the nearest to ${weight}% is ${reached.toFixed(2)}%`,
    )
  }
  const set = (servers: readonly string[], value: number): readonly string[] =>
    servers.map((server) => `set weight ${backend}/${server} ${value}`)
  const toBaseline = set(baseline, weights.baseline)
  const toCandidateServers = set(candidate, weights.candidate)
  if (weights.baseline > 0) {
    await tell(socket, [...toBaseline, ...toCandidateServers], signal)
    return
  }
  // Even between two commands of one line HAProxy serves users, and answers 503 while no server has a weight. So
  // the baseline is emptied last, and only once HAProxy sends traffic to the candidate.
  await tell(socket, toCandidateServers, signal)
  if (healthOf(await stateOf(socket, given, signal), candidate).up === 0) {
    throw refused(
      `no server of the candidate (${candidate.join(', ')}) is up, so the baseline keeps what it has`,
    )
  }
  await tell(socket, toBaseline, signal)
}

/** Gives commands that are answered by nothing where they are taken. */
async function tell(socket: string, commands: readonly string[], signal: AbortSignal): Promise<void> {
  const line = commands.join('; ')
  const answer = (await converse(socket, line, signal)).trim()
  if (answer !== '') throw refused(`HAProxy answered ${quote(answer)} to ${quote(line)}`)
}

/** HAProxy forgets the weights at a restart unless it finds them in this file. */
async function keepState(socket: string, file: string, signal: AbortSignal): Promise<void> {
  const state = await converse(socket, 'show servers state', signal)
  await replaceFile(file, state).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw refused(
      `the weights are set, but HAProxy would forget them at a restart: ${file} cannot be written: ${said}`,
    )
  })
}

function healthOf(servers: ReadonlyMap<string, ServerState>, names: readonly string[]): ArmHealth {
  const states = names.flatMap((each) => {
    const server = servers.get(each)
    return server === undefined ? [] : [{ name: each, ...server }]
  })
  const why = states.flatMap(({ name: server, why: down, checked }) =>
    down !== undefined ? `${server} is ${down}` : checked ? [] : `HAProxy does not check ${server}`,
  )
  return {
    up: states.filter(({ up }) => up).length,
    total: names.length,
    ...(why.length === 0 ? {} : { why: why.join('; ') }),
  }
}

/** Letters that cannot end a command of the runtime API and begin another. */
function name(shape: string): Field<string> {
  return field(shape, (given) => {
    if (/^[\w.:-]+$/.test(given)) return given
    throw new Unacceptable(`must be a name of letters, digits, _ . : -, got ${quote(given)}`)
  })
}

function refused(problem: string): UserError {
  return new UserError(
    'ROUTER_REFUSED',
    problem,
    'Check backend and server names, and that the socket has `level admin`.',
  )
}
