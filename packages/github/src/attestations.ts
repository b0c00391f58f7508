import type { GitHub } from './connect.ts'
import { GitHubError } from './github-error.ts'

/**
 * The Sigstore bundles that GitHub keeps about a digest such as `sha256:…`, with this type of predicate. None of them is
 * checked. Throws `GitHubError`, also where GitHub names one without its content, as that one might be a fail.
 */
export async function listAttestations(
  github: GitHub,
  digest: string,
  predicateType: string,
): Promise<readonly unknown[]> {
  const operation = `list the attestations of ${digest}`
  try {
    const found = await github.ask(operation, (octokit, request) =>
      octokit.paginate(
        octokit.rest.repos.listAttestations,
        {
          ...github.repo,
          subject_digest: digest,
          predicate_type: predicateType,
          per_page: 100,
          request,
        },
        ({ data }) => attestationsIn(data),
      ),
    )
    return found.map((one) => contentOf(one, operation))
  } catch (error) {
    // GitHub answers 404 where it knows no attestation of the digest, or keeps none for this plan.
    if (error instanceof GitHubError && error.status === 404) return []
    throw error
  }
}

/** The answer is an object, which pagination hands over page by page as it is. */
function attestationsIn(data: unknown): unknown[] {
  if (typeof data !== 'object' || data === null || !('attestations' in data)) return []
  return Array.isArray(data.attestations) ? data.attestations : []
}

function contentOf(one: unknown, operation: string): unknown {
  if (typeof one === 'object' && one !== null && 'bundle' in one && one.bundle !== null) return one.bundle
  throw new GitHubError(
    operation,
    200,
    `could not ${operation}: one is listed without its content`,
    'Try again. An attestation that cannot be read might be a fail.',
  )
}
