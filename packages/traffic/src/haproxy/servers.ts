/** One server of a backend, as `show servers state` shows it. */
export interface ServerState {
  /** The weight it was given, from 0 to 256. */
  readonly weight: number
  /** Takes traffic: it runs and is neither in maintenance nor draining. */
  readonly up: boolean
  /** Why it takes no traffic; undefined where it does. */
  readonly why?: string
  /** HAProxy checks whether it is alive; where not, `up` is only an assumption. */
  readonly checked: boolean
}

const STARTING = 1
const RUNNING = 2
/** The bit of `srv_check_state` for a server with a configured health check. */
const CHECK_CONFIGURED = 2
const ADMIN_DRAIN = 8 + 16

/** The servers in an answer to `show servers state`, by name. Columns are found by name, for HAProxy adds some. */
export function serversIn(answer: string): ReadonlyMap<string, ServerState> {
  const lines = answer.split('\n').map((line) => line.trim())
  const columns =
    lines
      .find((line) => line.startsWith('# '))
      ?.slice(2)
      .split(/\s+/) ?? []
  const servers = new Map<string, ServerState>()
  for (const line of lines) {
    const cells = line.split(/\s+/)
    if (line.startsWith('#') || cells.length < 2) continue
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? ''
    if (cell('srv_name') !== '') servers.set(cell('srv_name'), stateOf(cell))
  }
  return servers
}

function stateOf(cell: (name: string) => string): ServerState {
  const admin = Number(cell('srv_admin_state'))
  const running = [STARTING, RUNNING].includes(Number(cell('srv_op_state')))
  const why =
    admin === 0
      ? running
        ? undefined
        : 'down'
      : (admin & ADMIN_DRAIN) === admin
        ? 'draining'
        : 'in maintenance'
  return {
    weight: Number(cell('srv_uweight')),
    up: why === undefined,
    ...(why === undefined ? {} : { why }),
    checked: (Number(cell('srv_check_state')) & CHECK_CONFIGURED) !== 0,
  }
}

/** Open connections per server of a backend, in an answer to `show stat`. */
export function connectionsIn(answer: string, backend: string): ReadonlyMap<string, number> {
  const [head = '', ...rows] = answer.split('\n').map((line) => line.trim())
  const columns = head.replace(/^#\s*/, '').split(',')
  const at = (cells: readonly string[], name: string): string => cells[columns.indexOf(name)] ?? ''
  const counted = rows
    .map((row) => row.split(','))
    .filter((cells) => at(cells, 'pxname') === backend)
    .map((cells) => [at(cells, 'svname'), Number(at(cells, 'scur'))] as const)
  return new Map(counted.filter(([, open]) => Number.isFinite(open)))
}
