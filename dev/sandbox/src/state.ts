import type {
  App,
  CheckRun,
  Comment,
  CommitStatus,
  StoredDeployment,
  Repository,
  Review,
  User,
  StoredRun,
} from './model/index.ts'
import type { Handled } from './server/handle.ts'
import type { RawRequest } from './server/listen.ts'
import type { Store } from './store.ts'
import type { Delivery } from './webhooks/delivery.ts'

export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly method: string
  /** Path and query, without the Enterprise prefix. */
  readonly path: string
  readonly prefix: string
  readonly operation: string
  readonly headers: RawRequest['headers']
  readonly body: unknown
  readonly login: string
  /** 0 while unanswered, or when the connection was dropped before anything was done. */
  readonly status: number
}

/** What tests look at: everything that was asked and everything that came of it. */
export interface SandboxState {
  readonly requests: readonly LoggedRequest[]
  /** Replies of the sandbox itself that broke GitHub's description; a good run has none. */
  readonly violations: readonly string[]
  readonly deliveries: readonly Delivery[]
  readonly repositories: readonly Repository[]
  repository(fullName: string): Repository
  checkRuns(fullName: string): readonly CheckRun[]
  comments(fullName: string, pull?: number): readonly Comment[]
  deployments(fullName: string): readonly StoredDeployment[]
  statuses(fullName: string): readonly CommitStatus[]
  runs(fullName: string): readonly StoredRun[]
  approvals(fullName: string): readonly Review[]
  /** How often each operation was asked for, for tables of what a run costs. */
  requestCounts(): Readonly<Record<string, number>>
  /** One word per required check of a commit: what stands between it and a merge. */
  requiredChecks(fullName: string, sha: string): readonly RequiredCheck[]
  user(login: string): User
  app(id: number): App
  artifact(id: number): Uint8Array | undefined
  log(request: RawRequest, operation: string, at: number): number
  finish(entry: number, outcome: Handled): void
  blame(what: string, problems: readonly string[]): void
}

export interface RequiredCheck {
  readonly name: string
  /** `expected`: nothing was ever reported. Neutral and skipped count as passed, as at GitHub. */
  readonly state: 'passed' | 'failed' | 'pending' | 'expected'
}

const PASSED = new Set(['success', 'neutral', 'skipped'])

function requiredCheck(repository: Repository, name: string, sha: string): RequiredCheck {
  const run = repository.checkRuns.findLast((one) => one.headSha === sha && one.name === name)
  const status = repository.statuses.findLast((one) => one.sha === sha && one.context === name)
  if (run === undefined && status === undefined) return { name, state: 'expected' }
  if (run?.status !== undefined && run.status !== 'completed') return { name, state: 'pending' }
  if (status?.state === 'pending') return { name, state: 'pending' }
  const passed = run === undefined ? status?.state === 'success' : PASSED.has(run.conclusion ?? '')
  return { name, state: passed ? 'passed' : 'failed' }
}

export function createState(store: Store): SandboxState {
  const repository = (fullName: string): Repository => {
    const found = store.repositories.get(fullName.toLowerCase())
    if (found === undefined) throw new Error(`there is no repository ${fullName}`)
    return found
  }
  return {
    ...createLog(),
    deliveries: store.deliveries,
    get repositories() {
      return [...store.repositories.values()]
    },
    repository,
    checkRuns: (name) => repository(name).checkRuns,
    comments: (name, pull) =>
      repository(name).comments.filter((one) => pull === undefined || one.issue === pull),
    deployments: (name) => repository(name).deployments,
    statuses: (name) => repository(name).statuses,
    runs: (name) => repository(name).runs,
    approvals: (name) => repository(name).runs.flatMap((run) => run.reviews),
    requiredChecks: (name, sha) =>
      repository(name).requiredChecks.map((check) => requiredCheck(repository(name), check, sha)),
    user: store.user,
    app: store.app,
    artifact: (id) =>
      [...store.repositories.values()].flatMap((one) => one.artifacts).find((one) => one.id === id)?.content,
  }
}

type Log = Pick<SandboxState, 'requests' | 'requestCounts' | 'violations' | 'log' | 'finish' | 'blame'>

/** The record of requests, written as they come and completed when they are answered. */
function createLog(): Log {
  const requests: LoggedRequest[] = []
  const violations: string[] = []
  return {
    requests,
    requestCounts: () => {
      const counts: Record<string, number> = {}
      for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1
      return counts
    },
    violations,
    log: ({ method, target, prefix, headers }, operation, at) => {
      const seen = { at, method, path: target, prefix, operation, headers }
      return requests.push({ ...seen, body: undefined, login: '', status: 0 }) - 1
    },
    finish: (entry, outcome) => {
      const seen = requests[entry]
      if (seen === undefined) return
      const { body, login } = outcome
      requests[entry] = { ...seen, body, login, status: outcome.reply.status }
      violations.push(...outcome.violations.map((one) => `${seen.operation}: ${one}`))
    },
    blame: (what, problems) => void violations.push(...problems.map((one) => `${what}: ${one}`)),
  }
}
