export type StoredDeploymentState =
  'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success'

export interface StoredDeploymentStatus {
  readonly id: number
  readonly state: StoredDeploymentState
  readonly creator: string
  readonly appId: number | undefined
  readonly description: string
  readonly environment: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly createdAt: string
}

export interface StoredDeployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly payload: unknown
  readonly environment: string
  readonly description: string | null
  readonly creator: string
  readonly appId: number | undefined
  readonly transient: boolean
  readonly production: boolean
  readonly createdAt: string
  updatedAt: string
  /** Oldest first. */
  readonly statuses: StoredDeploymentStatus[]
}

export interface ProtectionRule {
  readonly id: number
  readonly appId: number
}

export interface BranchPolicy {
  readonly id: number
  readonly name: string
  readonly type: 'branch' | 'tag'
}

export interface Reviewer {
  readonly type: 'User' | 'Team'
  readonly id: number
}

export interface Variable {
  readonly name: string
  value: string
  readonly createdAt: string
  updatedAt: string
}

export interface Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: string
  updatedAt: string
  waitTimer: number
  preventSelfReview: boolean
  reviewers: readonly Reviewer[]
  branchPolicy: { readonly protected_branches: boolean; readonly custom_branch_policies: boolean } | null
  readonly policies: BranchPolicy[]
  readonly rules: ProtectionRule[]
  readonly variables: Variable[]
}
