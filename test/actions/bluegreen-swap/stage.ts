import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rejudge } from '@sluice/compat'
import {
  factsFor,
  runAction,
  startSandbox,
  type ActionResult,
  type RunOptions,
  type Sandbox,
  type SeededRepository,
} from '@sluice/sandbox'
import { decode, type Verdict } from '@sluice/verdict'
import { root } from '../../support/files.ts'

/** A GitHub, a workspace, and the action, run as the runner runs it. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly workspace: string
  readonly swap: (inputs: Readonly<Record<string, string>>, more?: More) => Promise<ActionResult>
  /** A newer commit on the default branch: what every later run is about. */
  readonly commit: () => void
  readonly verdict: () => Verdict
  /** Descriptions of every deployment's statuses, oldest first, without their machine-read ends. */
  readonly stories: () => readonly (readonly string[])[]
  readonly states: () => readonly (readonly string[])[]
  readonly close: () => Promise<void>
}

export type More = Pick<RunOptions, 'onStart' | 'onLine' | 'post'> & {
  readonly runId?: string
  readonly runAttempt?: string
  readonly event?: 'push' | 'schedule' | 'workflow_dispatch' | 'issue_comment'
  /** Instead of the event's usual payload. */
  readonly payload?: object
  /** Where GitHub answers, for a test that stands in between. */
  readonly apiUrl?: string
}

const REPOSITORY = 'acme/shop'
const FOLDER = join(root, 'actions/bluegreen-swap')

export async function openStage(): Promise<Stage> {
  const sandbox = await startSandbox()
  const repository = sandbox.repository({ owner: 'acme', name: 'shop' })
  const workspace = mkdtempSync(join(tmpdir(), 'swap-'))
  const children = new Set<ChildProcess>()
  const deployments = () => sandbox.state.deployments(REPOSITORY).toSorted((a, b) => a.id - b.id)
  return {
    sandbox,
    repository,
    workspace,
    swap: async (inputs, { runId, runAttempt, event, payload, apiUrl, onStart, ...more } = {}) => {
      const asked = {
        ...(event === undefined ? {} : { event }),
        ...(payload === undefined ? {} : { payload }),
      }
      const facts = factsFor(sandbox, repository, asked)
      return await runAction({
        ...more,
        onStart: (child) => {
          children.add(child)
          onStart?.(child)
        },
        action: FOLDER,
        workspace,
        facts: {
          ...facts,
          ...(apiUrl === undefined ? {} : { apiUrl }),
          ...(runId === undefined ? {} : { runId }),
          ...(runAttempt === undefined ? {} : { runAttempt }),
        },
        with: { environment: 'production', service: 'shop', settle: '50ms', ...inputs },
      })
    },
    commit: () => void repository.commit(),
    verdict: () => decode(readFileSync(join(workspace, 'sluice-report/verdict.json'), 'utf8'), rejudge),
    stories: () =>
      deployments().map((each) =>
        each.statuses.map((status) => status.description.replace(/ By [^.]*\.$/, '')),
      ),
    states: () => deployments().map((each) => each.statuses.map((status) => status.state)),
    close: async () => {
      // A test that gave up waiting must not leave its action at work.
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
      await sandbox.close()
      rmSync(workspace, { recursive: true, force: true })
    },
  }
}

/** Intervals from the first with a failed probe to the last one judged: there is at most one look for each. */
export function looksAtFailures({ evidence }: Verdict): number {
  const blocks = evidence.find((each) => each.metric === 'probe failures')?.samples.blocks ?? []
  const shows = blocks.findIndex(({ candidate }) => candidate.kind === 'proportion' && candidate.events > 0)
  return shows === -1 ? Infinity : blocks.length - shows
}
