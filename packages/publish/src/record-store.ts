import { UserError, type Io } from '@sluice/action'
import {
  addStatus,
  createDeployment,
  isForbidden,
  listDeployments,
  listStatuses,
  workflowRunIsOver,
  type DeploymentState,
} from '@sluice/github'
import type { Connection } from './connect.ts'

/** One request for the record, with its retries. */
const CALL_MS = 30_000
const NEWEST = 100

interface RecordStatus {
  readonly state: Exclude<DeploymentState, 'pending'>
  readonly description: string
  readonly logUrl: string
}

/** Where the records of a rollout are kept, as `packages/rollout` describes it. */
export interface DeploymentRecords {
  readonly create: (record: {
    readonly sha: string
    readonly payload: Readonly<Record<string, unknown>>
    readonly description: string
  }) => Promise<{ readonly id: number; readonly createdAt: number }>
  readonly list: () => Promise<
    readonly {
      readonly id: number
      readonly sha: string
      readonly payload: unknown
      readonly createdAt: number
    }[]
  >
  readonly addStatus: (
    id: number,
    status: RecordStatus,
    withinMs?: number,
  ) => Promise<{ readonly id: number; readonly logUrl: string }>
  readonly listStatuses: (id: number) => Promise<
    readonly {
      readonly id: number
      readonly state: string
      readonly description: string
      readonly logUrl: string
    }[]
  >
  readonly runIsOver: (run: string) => Promise<boolean | undefined>
}

/**
 * Where this run keeps its record: GitHub's deployments, or `alone`, which lasts as long as this process, where there is
 * no token or no permission. Without `alone` the record must be had, since an empty one would read as "nothing is open":
 * then a missing token throws `BAD_INPUT`, and a missing permission fails every request.
 */
export function openRecords(
  connection: Connection,
  environment: string,
  environmentUrl: URL | undefined,
  alone: DeploymentRecords | undefined,
  io: Io,
): DeploymentRecords {
  // The record must still be written after a cancellation, so that nothing here hears the job's own signal.
  const github = connection.reconnect(new AbortController().signal, CALL_MS)
  if (github === undefined) {
    if (alone === undefined) {
      throw new UserError(
        'BAD_INPUT',
        'github-token: is needed to read the record of the rollout from GitHub',
        'Give `github-token`, with the permission `deployments`.',
      )
    }
    io.log.warning('A later job cannot continue this rollout, because this job has no token for GitHub.')
    return alone
  }
  const task = `sluice:${connection.subject.service}`
  let forbidden = false
  /** A fork's token, or one without the permission, may not write: the rollout then lasts as long as this job. */
  const allowed = async <T>(
    ask: () => Promise<T>,
    otherwise: (store: DeploymentRecords) => Promise<T>,
  ): Promise<T> => {
    if (forbidden && alone !== undefined) return await otherwise(alone)
    try {
      return await ask()
    } catch (error) {
      if (!isForbidden(error)) throw error
      const why = error instanceof Error ? error.message : String(error)
      const so =
        alone === undefined ? 'The record cannot be read' : 'A later job cannot continue this rollout'
      if (!forbidden) io.log.warning(`${so}: ${why}. Give the job \`deployments: write\`.`)
      forbidden = true
      if (alone === undefined) throw error
      return await otherwise(alone)
    }
  }
  return {
    create: async (record) =>
      await allowed(
        async () => {
          const { id, createdAt } = await createDeployment(github, {
            ref: record.sha,
            environment,
            task,
            ...record,
          })
          return { id, createdAt: Date.parse(createdAt) }
        },
        async (store) => await store.create(record),
      ),
    list: async () =>
      await allowed(
        async () => {
          const deployments = await listDeployments(github, { environment, task, limit: NEWEST })
          return deployments.map(({ id, sha, payload, createdAt }) => ({
            id,
            sha,
            payload,
            createdAt: Date.parse(createdAt),
          }))
        },
        async (store) => await store.list(),
      ),
    addStatus: async (id, { state, description, logUrl }, withinMs) =>
      await allowed(
        async () =>
          await within(
            addStatus(github, {
              id,
              state,
              description,
              autoInactive: false,
              ...(logUrl === '' ? {} : { logUrl }),
              ...(environmentUrl === undefined ? {} : { environmentUrl: environmentUrl.href }),
            }),
            withinMs,
          ),
        async (store) => await store.addStatus(id, { state, description, logUrl }),
      ),
    listStatuses: async (id) =>
      await allowed(
        async () => await listStatuses(github, id),
        async (store) => await store.listStatuses(id),
      ),
    runIsOver: async (run) => {
      const [id = '', attempt = '1'] = run.split('.')
      // Only a run of GitHub Actions is a mere number: of `gitlab-77` and of a terminal GitHub knows nothing.
      return forbidden || !/^\d+$/.test(id)
        ? undefined
        : await workflowRunIsOver(github, Number(id), Number(attempt))
    },
  }
}

async function within<T>(answer: Promise<T>, ms: number | undefined): Promise<T> {
  if (ms === undefined) return await answer
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
    // The request itself may still fail later; nobody waits for it any more.
    answer.catch(() => undefined)
  }
}
