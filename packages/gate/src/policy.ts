import { UserError } from '@sluice/action'
import type { VerifyingKey } from '@sluice/verdict'
import type { RequiredCheck } from './at-opening.ts'
import type { JudgingLimit } from './judging.ts'
import type { AttestationRule, ProvenanceRule } from './policy-attestations.ts'
import { EMPTY_DRAFT, type PolicyDraft } from './policy-fields.ts'
import type { Freeze, OverrideRule, Quorum, Requirement } from './policy-lists.ts'

/** What must hold before an environment opens. Plain data, read from default branches. */
export interface GatePolicy {
  readonly require: readonly Requirement[]
  readonly keys: readonly VerifyingKey[]
  /** False only where someone states that unsigned evidence counts, which anyone who can push could have written. */
  readonly signed: boolean
  /** Files say whose signatures count, so that no input of a step may. */
  readonly trustIsStated: boolean
  readonly maxAgeMs: number
  readonly minTrials: number
  /** The least promise about false alarms that evidence must have been judged under, 0 to 1. */
  readonly confidence: number
  /** Digests of judging policies that evidence may come from; undefined allows any. */
  readonly policies?: readonly string[]
  /** What a judging policy must be like. */
  readonly judging: readonly JudgingLimit[]
  readonly artifact: 'required' | 'agreeing' | 'any'
  /** Attestations of how the artifact was built; each must be there. */
  readonly provenance: readonly ProvenanceRule[]
  /** How long evidence may be missing before waiting turns into closed. */
  readonly waitMs: number
  /** Slugs of the Apps whose check runs and deployments are read. */
  readonly postedBy: readonly string[]
  readonly freeze: readonly Freeze[]
  readonly quorum: readonly Quorum[]
  readonly overrides: readonly OverrideRule[]
  /** Artifact attestations that count as signatures. */
  readonly attestations?: AttestationRule
  /** The service that the App is asked about; `promote-gate` is told by its input. */
  readonly service: string
  /** Analyses of one candidate that may be made until one passes. */
  readonly attempts: number
  /** Environments that the commit must have been deployed to before. */
  readonly after: readonly string[]
  /** No other commit may be on its way to the environment. */
  readonly exclusive: boolean
  readonly checks: readonly RequiredCheck[]
  /** Which runs may be opened; undefined allows any. */
  readonly workflows?: readonly string[]
  readonly events?: readonly string[]
  readonly branches?: readonly string[]
  /** `audit` decides and says so, and opens anyway. */
  readonly mode: 'enforce' | 'audit'
}

const DAY_MS = 86_400_000

/** A draft with its defaults. Throws `UserError` where nothing is required, or where two keys contradict each other. */
export function completePolicy(draft: PolicyDraft, where: string): GatePolicy {
  const { require, confidence, attempts = 1, policies, attestations, workflows, events, branches } = draft
  if (require === undefined) {
    throw new UserError(
      'BAD_GATE_POLICY',
      `${where}: require: is required and was not given`,
      `Name the actions whose verdicts are required in ${where}.`,
    )
  }
  if (attempts > 1 && confidence === undefined) {
    throw new UserError(
      'BAD_GATE_POLICY',
      `${where}: attempts: ${attempts} needs \`confidence\`, because the attempts share the limit on false alarms`,
      `Add \`confidence\` to ${where}, such as \`95%\`.`,
    )
  }
  return {
    require,
    keys: draft['public-keys'] ?? [],
    signed: draft.signed ?? true,
    trustIsStated: (draft['public-keys'] ?? attestations) !== undefined,
    maxAgeMs: draft['max-age'] ?? DAY_MS,
    minTrials: draft['min-trials'] ?? 0,
    confidence: confidence ?? 0,
    ...(policies === undefined ? {} : { policies }),
    judging: draft.judging ?? [],
    artifact: draft.artifact ?? 'agreeing',
    provenance: draft.provenance ?? [],
    waitMs: draft.wait ?? DAY_MS,
    postedBy: draft['posted-by'] ?? ['github-actions'],
    freeze: draft.freeze ?? [],
    quorum: draft.quorum ?? [],
    overrides: draft.overrides ?? [],
    ...(attestations === undefined ? {} : { attestations }),
    service: draft.service ?? 'app',
    attempts,
    after: draft.after ?? [],
    exclusive: draft.exclusive ?? false,
    checks: draft.checks ?? [],
    ...(workflows === undefined ? {} : { workflows }),
    ...(events === undefined ? {} : { events }),
    ...(branches === undefined ? {} : { branches }),
    mode: draft.mode ?? 'enforce',
  }
}

/** What a step says that names no policy file: only what is required, and whether it must be signed. */
export function draftOf(require: readonly Requirement[], signed: boolean): PolicyDraft {
  return { ...EMPTY_DRAFT, require, ...(signed ? {} : { signed }) }
}
