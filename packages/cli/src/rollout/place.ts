import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError, type Io, type WorkflowFacts } from '@sluice/action'
import { fileStore, type RecordStore } from '@sluice/rollout'

/** Where the record of a rollout is kept: in a file, or at GitHub, where the action itself opens it. */
export interface RecordPlace {
  readonly store: RecordStore | undefined
  /** For people: a path, or `deployments of OWNER/NAME`. */
  readonly name: string
  /** A file that no rollout has been recorded in yet. */
  readonly isNew: boolean
}

interface Asked {
  readonly environment: string
  readonly service: string
  readonly record: string | undefined
  readonly token: string
}

/** Decides where the record is kept, and finds out whether a file can be read. Throws `RECORD_FILE`. */
export async function recordPlace(
  { environment, service, record, token }: Asked,
  { repository }: WorkflowFacts,
  now: Io['now'],
): Promise<RecordPlace> {
  if (record === undefined && token !== '' && repository !== '') {
    return { store: undefined, name: `the deployments of ${repository}`, isNew: false }
  }
  const path = record ?? join('.sluice', fileName(environment), `${fileName(service)}.json`)
  const store = fileStore(path, now, `${environment}/${service}`)
  await store.list()
  const isNew = await access(path, constants.F_OK).then(
    () => false,
    () => true,
  )
  return { store, name: path, isNew }
}

/** A name that is free in environments, such as `eu/production`, as the name of one file. */
function fileName(text: string): string {
  return encodeURIComponent(text).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'))
}

const BEGINNING: readonly string[] = ['run', 'claim', 'retry']

/** What is being released, where neither an option nor the CI system says it. */
export async function commitHere(command: string, io: Io): Promise<string> {
  const { code, stdout } = await io
    .exec('git', ['rev-parse', 'HEAD'], { signal: io.signal, timeoutMs: 10_000 })
    .catch(() => ({ code: 1, stdout: '' }))
  if (code === 0) return stdout.trim()
  // The other commands go by the record, and name no candidate.
  if (!BEGINNING.includes(command)) return ''
  throw new UserError(
    'NO_COMMIT',
    'sluice: the commit to release is not known: this folder is not a git repository, and --sha was not given',
    'Give the commit with `--sha`, or run the command in the repository.',
  )
}
