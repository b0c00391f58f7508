import { carried } from '@sluice/verdict'

/** What a webhook makes worth looking at. */
export type Intent =
  | {
      readonly kind: 'asked'
      readonly repository: string
      readonly runId: number
      readonly environment: string
      /** Of the job that asks. */
      readonly deploymentId?: number
    }
  /** Evidence about a commit may have changed: whoever waits for it is looked at. */
  | { readonly kind: 'commit'; readonly repository: string; readonly sha: string }
  | { readonly kind: 'nothing'; readonly because: string }

const nothing = (because: string): Intent => ({ kind: 'nothing', because })

/** Reads an authentic webhook. Addresses in it are never followed: only names and numbers are taken. */
export function intentOf(event: string, payload: unknown): Intent {
  const repository = textAt(payload, 'repository', 'full_name')
  if (repository === undefined) return nothing('it names no repository')
  const action = textAt(payload, 'action')
  switch (event) {
    case 'deployment_protection_rule':
      return action === 'requested'
        ? asked(payload, repository)
        : nothing(`${event}.${action ?? ''} is not for the gate`)
    case 'check_run':
      return carriesEvidence(payload)
        ? aboutCommit(payload, repository, 'check_run', 'head_sha')
        : nothing('the check run carries no verdict')
    case 'deployment_status':
      return aboutCommit(payload, repository, 'deployment', 'sha')
    case 'workflow_job':
      return action === 'completed' || action === 'waiting'
        ? aboutCommit(payload, repository, 'workflow_job', 'head_sha')
        : nothing('the job is still running')
    default:
      return nothing(`${event} is not for the gate`)
  }
}

function asked(payload: unknown, repository: string): Intent {
  const callback = textAt(payload, 'deployment_callback_url') ?? ''
  const runId = Number(
    /\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(callback)?.[1] ?? Number.NaN,
  )
  const environment = textAt(payload, 'environment')
  if (environment === undefined || !Number.isSafeInteger(runId))
    return nothing('it names no run and environment')
  const deploymentId = numberAt(payload, 'deployment', 'id')
  return {
    kind: 'asked',
    repository,
    runId,
    environment,
    ...(deploymentId === undefined ? {} : { deploymentId }),
  }
}

function aboutCommit(payload: unknown, repository: string, ...path: readonly string[]): Intent {
  const sha = textAt(payload, ...path)
  return sha === undefined ? nothing('it names no commit') : { kind: 'commit', repository, sha }
}

function carriesEvidence(payload: unknown): boolean {
  const said = `${textAt(payload, 'check_run', 'output', 'text') ?? ''}\n${textAt(payload, 'check_run', 'output', 'summary') ?? ''}`
  return carried(said).length > 0 || said.includes('<!-- sluice:artifact ')
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, path)
  return typeof found === 'string' ? found : undefined
}

function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, path)
  return Number.isSafeInteger(found) ? Number(found) : undefined
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
