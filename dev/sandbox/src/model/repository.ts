import type { CheckRun, CheckSuite, CommitStatus } from './checks.ts'
import type { StoredDeployment, Environment } from './deployments.ts'
import type { StoredArtifact, StoredRun } from './runs.ts'

export interface Commit {
  readonly sha: string
  readonly message: string
  readonly author: string
  readonly parents: readonly string[]
  readonly files: ReadonlyMap<string, string>
  readonly createdAt: string
}

export interface PullRequest {
  readonly id: number
  readonly number: number
  readonly title: string
  readonly body: string
  readonly author: string
  readonly headRef: string
  readonly headSha: string
  /** `owner/name` of the fork, or of the repository itself. */
  readonly headRepository: string
  readonly baseRef: string
  readonly baseSha: string
  /** GitHub's test merge. */
  readonly mergeSha: string
  /** The commit on the base branch that it became, once it was merged. */
  mergedAs: string | undefined
  readonly createdAt: string
}

export interface Comment {
  readonly id: number
  readonly issue: number
  readonly author: string
  readonly appId: number | undefined
  body: string
  readonly createdAt: string
  updatedAt: string
}

export interface Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly fullName: string
  readonly private: boolean
  readonly defaultBranch: string
  readonly requiredChecks: readonly string[]
  readonly commits: Map<string, Commit>
  readonly branches: Map<string, string>
  /** Branches that can't be merged with the default branch without a conflict. */
  readonly conflicting: Set<string>
  readonly pulls: PullRequest[]
  readonly comments: Comment[]
  /** What people may do, by login; others may read what is public. */
  readonly collaborators: Map<string, 'admin' | 'write' | 'read'>
  readonly checkSuites: CheckSuite[]
  checkRuns: CheckRun[]
  readonly statuses: CommitStatus[]
  deployments: StoredDeployment[]
  environments: Environment[]
  readonly runs: StoredRun[]
  readonly artifacts: StoredArtifact[]
}
