import type { RecordStore } from '../record/store.ts'
import { openView } from '../record/view.ts'
import { openRecord } from './decide.ts'
import { readRolloutPlan } from './plan.ts'

/** The open rollout of a store: its commit, and the pull request that its plan names. Undefined where nothing is open. */
export async function openRollout(
  store: RecordStore,
): Promise<{ readonly sha: string; readonly pull?: number } | undefined> {
  const view = openView(store)
  await view.refresh()
  const record = openRecord(view.records())
  if (record === undefined) return undefined
  const details = readRolloutPlan(record.payload.plan)?.details
  const pull = typeof details === 'object' && details !== null && 'pull' in details ? details.pull : undefined
  return { sha: record.payload.identity.sha, ...(typeof pull === 'number' ? { pull } : {}) }
}
