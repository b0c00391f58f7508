import { contract, findingsNow } from '@sluice/action-canary-step'
import { ciFacts, createIo, inputsFrom, terminalIo, UserError } from '@sluice/action'
import type { Check } from '@sluice/report'
import { localRun, type PreflightArea, type PreflightFinding } from '@sluice/rollout'
import { readerOf } from '../rollout/options.ts'
import { met, unknown, unmet } from './files.ts'

const PATIENCE_MS = 5_000

/** What holds where the preflight finds nothing to say against it. */
const AREAS: Readonly<Partial<Record<PreflightArea, string>>> = {
  inputs: 'both versions have names of their own',
  router: 'the router answers, and knows both versions',
  metrics: 'every query finds data for the baseline',
}

/** Asks the router and the metrics what the first run of a canary would ask, from this machine. Nothing is written. */
export async function checkPreflight(given: {
  readonly config: string
  readonly service: string
  readonly environment: string
}): Promise<readonly Check[]> {
  const facts = ciFacts(process.env, localRun())
  const { io } = terminalIo(createIo(new AbortController().signal), facts, () => undefined)
  try {
    const read = readerOf(contract.inputs, 'run', given, process.env)
    const input = inputsFrom(contract, read, given.config, io)
    const { findings } = await findingsNow({ ...input, command: 'run' }, io)
    return preflightChecks(findings)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return [unmet('the settings fit canary-step', `${error.message} ${error.hint}`)]
  }
}

/** One line for each area without problems, and one for each finding. */
export function preflightChecks(findings: readonly PreflightFinding[]): readonly Check[] {
  const failed = new Set(findings.flatMap(({ level, area }) => (level === 'problem' ? [area] : [])))
  const fine = Object.entries(AREAS).flatMap(([area, text]) =>
    failed.has(area as PreflightArea) ? [] : [met(text)],
  )
  return [...fine, ...findings.map(checkOf)]
}

function checkOf({ level, area, message, hint = '' }: PreflightFinding): Check {
  const name = `preflight, ${area}`
  const because = oneLine(`${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`)
  if (level === 'problem') return unmet(name, because)
  return level === 'warning' ? unknown(name, because) : met(name, because)
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim()
}

/** What GitHub says about the repository; needs a token that may read it. */
export async function checkGitHub(
  repository: string,
  environment: string,
  {
    token,
    api,
    fetch,
  }: { readonly token: string; readonly api: string; readonly fetch: typeof globalThis.fetch },
): Promise<readonly Check[]> {
  const name = `environment ${environment} exists at GitHub`
  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' }
  const address = `${api}/repos/${repository}/environments/${encodeURIComponent(environment)}`
  try {
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
    if (answer.status === 404) {
      return [unmet(name, `Create it in the settings of ${repository}, or check the token.`)]
    }
    if (!answer.ok) return [unknown(name, `GitHub answers ${answer.status}: check the token.`)]
    const { protection_rules: rules = [] } = (await answer.json()) as {
      readonly protection_rules?: readonly unknown[]
    }
    return [
      met(name),
      rules.length > 0
        ? met(`environment ${environment} has protection rules`)
        : unknown(
            `environment ${environment} has protection rules`,
            'Without a rule, any workflow may deploy to it.',
          ),
    ]
  } catch {
    return [unknown(name, 'GitHub does not answer.')]
  }
}
