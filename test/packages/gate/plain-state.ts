export type Data = Record<string, unknown>
export interface Kept {
  readonly data: Data
  readonly visibleAt: number
}

export interface PlainState {
  /** Text by `owner/name:path`, as the default branch has it. */
  readonly files: Map<string, string>
  readonly checks: Kept[]
  readonly deployments: Kept[]
  readonly statuses: Map<number, Kept[]>
  /** Bundles by digest. */
  readonly attestations: Map<string, unknown[]>
  readonly runs: Map<number, Data>
  readonly pending: Map<number, string[]>
  readonly answers: { readonly runId: number; readonly environment: string; readonly state: string }[]
  readonly artifacts: Map<number, { readonly name: string; readonly content: Uint8Array }[]>
  readonly pulls: Map<string, { readonly number: number; readonly author: string }[]>
  readonly comments: Map<number, Data[]>
  /** `team/login`. */
  readonly members: Set<string>
  readonly repositories: string[]
  check(sha: string, name: string, text: string, app?: string): number
  deployment(change: Data): number
  status(id: number, state: string): void
}

/** An empty GitHub whose lists show what was written only after `lagMs`. */
export function emptyState(lagMs: number): PlainState {
  let lastId = 100
  const visibleAt = (): number => Date.now() + lagMs
  const state: PlainState = {
    files: new Map(),
    checks: [],
    deployments: [],
    statuses: new Map(),
    attestations: new Map(),
    runs: new Map(),
    pending: new Map(),
    answers: [],
    artifacts: new Map(),
    pulls: new Map(),
    comments: new Map(),
    members: new Set(),
    repositories: [],
    check: (sha, name, text, app = 'github-actions') => {
      const id = ++lastId
      const data = {
        id,
        name,
        head_sha: sha,
        status: 'completed',
        conclusion: 'success',
        details_url: `https://github.example/runs/${id}`,
        app: { slug: app },
        check_suite: { id: 1 },
        completed_at: new Date().toISOString(),
        output: { title: 't', summary: 's', text },
      }
      state.checks.push({ data, visibleAt: visibleAt() })
      return id
    },
    deployment: (change) => {
      const id = ++lastId
      const creator = { login: 'github-actions[bot]' }
      const data = {
        id,
        ref: 'main',
        task: 'deploy',
        environment: 'production',
        payload: {},
        creator,
        created_at: new Date().toISOString(),
        ...change,
      }
      state.deployments.push({ data, visibleAt: visibleAt() })
      return id
    },
    status: (id, word) => {
      const list = state.statuses.get(id) ?? []
      list.push({
        data: {
          id: ++lastId,
          state: word,
          created_at: new Date().toISOString(),
          creator: { login: 'github-actions[bot]' },
        },
        visibleAt: visibleAt(),
      })
      state.statuses.set(id, list)
    },
  }
  return state
}
