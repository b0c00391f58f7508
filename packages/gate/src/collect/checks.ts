import { downloadArtifact, getRun, listArtifacts, type GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { carried, DOCUMENT_LIMITS, linkedArtifact, type ArtifactLink } from '@sluice/verdict'
import type { Document } from '../evidence.ts'
import { unzip } from './zip.ts'

/** The gate's own checks; what it said before is no evidence. */
const OWN = 'Sluice promote-gate ('
/** GitHub keeps so many check runs of one name in a suite and deletes older ones. */
const MOST_OF_ONE_NAME = 1000

/**
 * Documents in the check runs of a commit, or in artifacts that they point to. What an App posted that is not in `trusted`
 * is named and never unpacked or fetched. Throws `GitHubError`, and `UserError` where so many were posted that GitHub may
 * have deleted older ones.
 */
export async function collectFromChecks(
  github: GitHub,
  sha: string,
  trusted: readonly string[],
): Promise<readonly Document[]> {
  const runs = await everyCheckRun(github, sha)
  requireComplete(runs)
  const evidence = runs.filter(({ name }) => !name.startsWith(OWN))
  const found = await Promise.all(evidence.map(async (run) => await documentsOf(github, sha, run, trusted)))
  return found.flat()
}

interface CheckRunData {
  readonly id: number
  readonly name: string
  readonly check_suite: { readonly id: number } | null
  readonly output: { readonly summary: string | null; readonly text: string | null }
  readonly app: { readonly slug?: string } | null
}

/** GitHub's own "latest" would hide a fail behind whatever was posted under the same name after it. */
async function everyCheckRun(github: GitHub, sha: string): Promise<readonly CheckRunData[]> {
  return await github.ask('list check runs', (octokit, request) =>
    octokit.paginate(octokit.rest.checks.listForRef, {
      ...github.repo,
      ref: sha,
      filter: 'all',
      per_page: 100,
      request,
    }),
  )
}

function requireComplete(runs: readonly CheckRunData[]): void {
  const counts = new Map<string, number>()
  for (const { name, check_suite } of runs) {
    const key = `${check_suite?.id} ${name}`
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count >= MOST_OF_ONE_NAME) {
      throw new UserError(
        'TOO_MANY_CHECKS',
        `the commit has ${MOST_OF_ONE_NAME} check runs named "${name}"; GitHub may have deleted older ones`,
        'Find out which workflow posts them, and stop it. Then release another commit, because a failed verdict may be among the deleted ones.',
      )
    }
  }
}

async function documentsOf(
  github: GitHub,
  sha: string,
  run: CheckRunData,
  trusted: readonly string[],
): Promise<readonly Document[]> {
  const said = `${run.output.text ?? ''}\n${run.output.summary ?? ''}`
  const origin = `check run ${run.id} "${run.name}"`
  // A check without an App cannot be traced to anyone; it is read only to be refused.
  const postedBy = run.app?.slug ?? 'unknown'
  if (!trusted.includes(postedBy)) {
    return said.includes('<!-- sluice:') ? [{ origin, text: undefined, postedBy }] : []
  }
  const riding = carried(said).map((text) => ({ origin, text, postedBy }))
  const link = linkedArtifact(said)
  if (riding.length > 0 || link === undefined) return riding
  return (await fromArtifact(github, sha, link)).map((text) => ({
    origin: `${origin}, artifact ${link.name} of run ${link.runId}`,
    text,
    postedBy,
  }))
}

/** The run is found by its id through the API and must be about the same commit. */
async function fromArtifact(
  github: GitHub,
  sha: string,
  { name, runId }: ArtifactLink,
): Promise<readonly (string | undefined)[]> {
  const run = await getRun(github, runId)
  if (run.headSha !== sha) return [undefined]
  const artifact = (await listArtifacts(github, runId)).find((one) => one.name === name && !one.expired)
  if (artifact === undefined || artifact.bytes > DOCUMENT_LIMITS.bytes) return [undefined]
  const archive = await downloadArtifact(github, artifact, DOCUMENT_LIMITS.bytes)
  try {
    const files = unzip(archive, isVerdict, DOCUMENT_LIMITS.bytes)
    const signed = files.filter((file) => file.name.endsWith('.signed.json'))
    return (signed.length > 0 ? signed : files).map(({ text }) => text)
  } catch (error) {
    // Whoever uploads a broken archive must not be able to stop the gate; it is refused like any unreadable document.
    if (error instanceof RangeError || isZlibError(error)) return [undefined]
    throw error
  }
}

const isVerdict = (name: string): boolean => /(^|\/)verdict(\.signed)?\.json$/.test(name)

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
