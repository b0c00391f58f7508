import { completePolicy, readPolicyDraft, type GatePolicy } from '@sluice/gate'

/** A gate policy from the text of its file alone, without what an organization adds. */
export function readGatePolicy(yaml: string, where: string): GatePolicy {
  return completePolicy(readPolicyDraft(yaml, where), where)
}
