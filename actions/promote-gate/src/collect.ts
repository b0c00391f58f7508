import {
  collectByArtifact,
  collectDeployments,
  collectFromChecks,
  collectOverrides,
  collectPresent,
  collectProvenance,
  fetchPolicyFiles,
  type Collected,
  type Document,
} from '@sluice/gate'
import { rejudge } from '@sluice/compat'
import { UserError } from '@sluice/action'
import { collectFromFiles } from './files.ts'
import type { GateStep } from './prepare.ts'

/**
 * Everything the decision depends on. Evidence comes from where the user said; fails count wherever GitHub shows them, so
 * that a fail cannot be left out by looking elsewhere.
 */
export async function collect(gate: GateStep): Promise<Collected> {
  const { input, io, policy, target, connection, organization, run } = gate
  const { github } = connection
  const from = new Set(input.from)
  const files = from.has('files')
    ? await collectFromFiles(input.verdicts, io.facts.workspace, input['report-dir'])
    : []
  if (github === undefined) {
    const place = input.from.find((one) => one !== 'files')
    if (place === undefined) return { target, documents: files, files: {}, overrides: [], rejudge }
    throw new UserError(
      'NO_TOKEN',
      `from: \`${place}\` needs a token, and none was given`,
      'Give `github-token`.',
    )
  }
  const history = await collectDeployments(github, target, policy)
  const checks = await collectFromChecks(github, target.sha, policy.postedBy)
  const elsewhere = await collectByArtifact(github, target, policy, io.now())
  const overrides = await collectOverrides(github, target, policy, io.now())
  // Last, as it is about the moment of opening.
  const present = await collectPresent(github, target, policy, io.now())
  const against = (documents: readonly Document[], asked: boolean): readonly Document[] =>
    asked ? documents : documents.map((one) => ({ ...one, onlyAgainst: true }))
  return {
    target,
    documents: [
      ...files,
      ...against(checks, from.has('checks')),
      ...against(history.documents, from.has('deployments')),
      ...against(elsewhere.documents, from.has('checks') || from.has('deployments')),
    ],
    files: await fetchPolicyFiles(github, policy, organization),
    overrides: overrides.requests,
    authors: overrides.authors,
    rolledBack: [...history.rolledBack, ...elsewhere.rolledBack],
    deployedTo: history.deployedTo,
    attested: await collectProvenance(github, target, policy),
    rejudge,
    ...(run === undefined ? {} : { run }),
    ...(present === undefined ? {} : { present }),
  }
}
