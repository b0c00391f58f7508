import { join } from 'node:path'
import type { Io } from '@sluice/action'
import { connectGitHub } from '@sluice/github'
import { connect } from '@sluice/publish'
import { fileLedger, type Ledger } from '@sluice/rollout'
import { githubLedger } from './github-ledger.ts'

/** What a ledger is opened for; plain data, so that it survives until the post step. */
export interface LedgerNote {
  readonly environment: string
  readonly service: string
  readonly environmentUrl: string | undefined
  readonly token: string | undefined
}

/** Keeps swaps with GitHub, or, without a token, in a file that lasts as long as the job. */
export function openLedger(note: LedgerNote, io: Io): Ledger {
  const { environment, service, environmentUrl, token } = note
  const asked = { environment, service, artifact: undefined, sha: undefined, 'github-token': token }
  const { github, runUrl } = connect(asked, io)
  if (github === undefined || token === undefined) {
    io.log.warning('There is no token for GitHub: this swap can be continued by no later job.')
    return fileLedger(
      join(
        io.facts.tempDir,
        `sluice-swaps-${encodeURIComponent(environment)}-${encodeURIComponent(service)}.json`,
      ),
    )
  }
  const { apiUrl } = io.facts
  const connections = new WeakMap<AbortSignal, typeof github>([[io.signal, github]])
  return githubLedger({
    environment,
    service,
    environmentUrl,
    runUrl,
    connect: (signal) => {
      const known = connections.get(signal)
      const made =
        known ??
        connectGitHub({
          token,
          apiUrl,
          repository: github.repository,
          signal,
          log: io.log,
          fetch: io.fetch,
          retryBaseMs: 250,
        })
      connections.set(signal, made)
      return made
    },
  })
}
