import { UserError } from '@sluice/action'

/** Where a finding belongs, and where a person looks first. */
export type PreflightArea = 'inputs' | 'router' | 'metrics' | 'token' | 'record'

/**
 * One thing that the preflight found. A `problem` stops the rollout before anything is written; a `warning` may spoil
 * it; a `note` says what cannot be known yet.
 */
export interface PreflightFinding {
  readonly level: 'problem' | 'warning' | 'note'
  readonly area: PreflightArea
  readonly message: string
  /** Where to fix it. */
  readonly hint?: string
}

/** Whether a rollout may begin. */
export function preflightPasses(findings: readonly PreflightFinding[]): boolean {
  return findings.every(({ level }) => level !== 'problem')
}

/** What a look finds; a rejection is a problem like any other. */
export async function gathered(
  area: PreflightArea,
  look: () => Promise<readonly PreflightFinding[]>,
): Promise<readonly PreflightFinding[]> {
  try {
    return await look()
  } catch (error) {
    return [problemOf(area, error)]
  }
}

function problemOf(area: PreflightArea, error: unknown): PreflightFinding {
  const message = error instanceof Error ? error.message : String(error)
  return {
    level: 'problem',
    area,
    message,
    ...(error instanceof UserError ? { hint: error.hint } : {}),
  }
}

/** Each finding once. */
export function unique(findings: readonly PreflightFinding[]): readonly PreflightFinding[] {
  const seen = new Set<string>()
  return findings.filter(({ level, message }) => {
    const key = `${level}: ${message}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}
