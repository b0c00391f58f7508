import {
  collectFromChecks,
  collectFromDeployments,
  collectOverrides,
  fetchPolicyFiles,
  type Collected,
  type Document,
} from '@sluice/gate'
import type { GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import { collectFromFiles } from './files.ts'
import type { Gate } from './prepare.ts'

/** Everything the decision depends on, from everywhere the user named. */
export async function collect(gate: Gate): Promise<Collected> {
  const { input, io, policy, target, connection } = gate
  const { github } = connection
  const documents: Document[] = []
  for (const place of new Set(input.from)) {
    if (place === 'files')
      documents.push(...(await collectFromFiles(input.verdicts, io.facts.workspace, input['report-dir'])))
    else documents.push(...(await FROM_GITHUB[place](needed(github, place), target.sha, policy.postedBy)))
  }
  return {
    target,
    documents,
    files: github === undefined ? {} : await fetchPolicyFiles(github, policy),
    overrides: github === undefined ? [] : await collectOverrides(github, target.sha, policy, io.now()),
    rejudge,
  }
}

const FROM_GITHUB = { checks: collectFromChecks, deployments: collectFromDeployments } as const

function needed(github: GitHub | undefined, place: string): GitHub {
  if (github !== undefined) return github
  throw new UserError(
    'NO_TOKEN',
    `from: \`${place}\` needs a token, and there is none`,
    'Give `github-token`.',
  )
}
