import { UserError } from '@sluice/action'
import { preflightPasses, gathered, unique, type PreflightFinding } from './finding.ts'
import { lookAtEngine } from './ladder.ts'
import { lookAtMetrics } from './metrics.ts'
import type {
  PreflightPorts,
  PreflightQuery,
  PreflightQuestion,
  PreflightRouter,
  TokenPermission,
} from './ports.ts'

/**
 * Looks at everything a rollout needs before anyone meets the candidate, and writes nothing. Returns all findings at
 * once, in the order inputs, router, metrics, token, record. Rejects only with the reason of an aborted signal.
 */
export async function preflight<Q extends PreflightQuery>(
  question: PreflightQuestion<Q>,
  ports: PreflightPorts<Q>,
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  const found = await Promise.all([
    gathered('router', async () => await lookAtRouter(question, ports, signal)),
    gathered('metrics', async () => await lookAtMetrics(question, ports, signal)),
    gathered('token', async () => ((await ports.permissions?.(signal)) ?? []).flatMap(permissionFinding)),
    gathered('record', async () => heldBy(await ports.holder?.(signal))),
  ])
  signal.throwIfAborted()
  return [...lookAtInputs(question), ...found.flat()]
}

/** The findings as lines for a log, problems first. */
export function preflightText(findings: readonly PreflightFinding[]): string {
  const lines = (['problem', 'warning', 'note'] as const).flatMap((level) =>
    findings
      .filter((finding) => finding.level === level)
      .map(({ area, message, hint }) => {
        const text = `${level}: ${area}: ${message}${hint === undefined ? '' : `\n  ${hint}`}`
        return text.replaceAll('\n', '\n  ')
      }),
  )
  const problems = findings.filter(({ level }) => level === 'problem').length
  const summary =
    problems === 0
      ? 'Preflight: nothing stands in the way.'
      : `Preflight: ${problems} ${problems === 1 ? 'problem' : 'problems'} to fix before a rollout can start. Nothing was changed.`
  return [summary, ...lines].join('\n')
}

/** Throws one `PREFLIGHT_FAILED` with all problems; returns the findings that stop nothing. */
export function requirePreflight(findings: readonly PreflightFinding[]): readonly PreflightFinding[] {
  if (preflightPasses(findings)) return findings
  throw new UserError(
    'PREFLIGHT_FAILED',
    preflightText(findings.filter(({ level }) => level === 'problem')),
    'Fix every problem, then run the step again. No traffic was moved.',
  )
}

function lookAtInputs({
  baseline,
  candidate,
  share,
}: PreflightQuestion<unknown>): readonly PreflightFinding[] {
  if (baseline !== candidate) return share === undefined ? [] : [comparedFinding(baseline, candidate, share)]
  return [
    {
      level: 'problem',
      area: 'inputs',
      message: `baseline and candidate have the same name, "${baseline}", so every metric would compare an arm with itself`,
      hint: 'Fix `baseline` or `candidate`: they are the values that replace $arm in your queries.',
    },
  ]
}

function comparedFinding(baseline: string, candidate: string, share: number): PreflightFinding {
  return {
    level: 'note',
    area: 'inputs',
    message: `"${candidate}" is compared with the control "${baseline}" only, and should get ${Number((100 * share).toFixed(2))}% of the requests of these two`,
  }
}

async function lookAtRouter<Q extends PreflightQuery>(
  { ladder, bakesAt, notDeployed, byRequests = [] }: PreflightQuestion<Q>,
  { openRouter }: PreflightPorts<Q>,
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  if (openRouter === undefined) return []
  const router = openRouter()
  const [state, ...rest] = await Promise.all([
    gathered('router', async () => stateOf(await router.read(signal))),
    gathered('router', async () => await lookAtEngine({ ladder, bakesAt }, router, signal)),
    ...(['baseline', 'candidate'] as const)
      .filter((arm) => arm !== notDeployed)
      .map(async (arm) => await gathered('router', async () => await healthOf(router, arm, signal))),
  ])
  return unique([
    ...(state ?? []),
    ...rest.flat(),
    ...tooFine(ladder, router.can.step),
    ...forgets(router),
    ...keepsUsers(router, byRequests),
  ])
}

function stateOf({ pending }: Awaited<ReturnType<PreflightRouter['read']>>): readonly PreflightFinding[] {
  if (!pending) return []
  return [{ level: 'warning', area: 'router', message: 'the router is still carrying out an earlier change' }]
}

async function healthOf(
  router: PreflightRouter,
  arm: 'baseline' | 'candidate',
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  const health = await router.health?.(arm, signal)
  if (health === undefined) return []
  const { up, total, why } = health
  const because = why === undefined ? '' : `: ${why}`
  if (up === 0) {
    return [
      {
        level: 'problem',
        area: 'router',
        message:
          total === 0
            ? `the router does not know the ${arm}${because}`
            : `no server of the ${arm} is up${because}`,
        hint: `Check the name of the ${arm} in \`router-settings\`, and that it runs.`,
      },
    ]
  }
  if (up < total) {
    return [
      {
        level: 'warning',
        area: 'router',
        message: `${up} of ${total} servers of the ${arm} are up${because}`,
      },
    ]
  }
  return why === undefined ? [] : [{ level: 'note', area: 'router', message: why }]
}

/** Rungs that the router cannot give: finer than its step, or between two of its steps. */
function tooFine(ladder: readonly number[], step: number): readonly PreflightFinding[] {
  if (step === 0) return []
  const even = Number.isInteger(Number((100 / step).toFixed(6)))
  const wrong = ladder.filter((weight) => {
    const least = Math.min(weight, 100 - weight)
    const off = Math.abs(weight / step - Math.round(weight / step)) * step
    return (least > 0 && least < step) || (even && off > 1e-6)
  })
  if (wrong.length === 0) return []
  return [
    {
      level: 'problem',
      area: 'router',
      message: `the smallest step of this router is ${step} points; it cannot give ${wrong.map((weight) => `${weight}%`).join(', ')}`,
      hint: 'Choose weights that the router can give.',
    },
  ]
}

function forgets({ can }: PreflightRouter): readonly PreflightFinding[] {
  if (can.survivesRestart) return []
  return [
    {
      level: 'note',
      area: 'router',
      message: 'a restart of the router forgets the weight that Sluice set',
    },
  ]
}

/** Where users stay with a version, their habits look like a change of it. */
function keepsUsers({ can }: PreflightRouter, byRequests: readonly string[]): readonly PreflightFinding[] {
  if (can.sticky !== true || byRequests.length === 0) return []
  return [
    {
      level: 'warning',
      area: 'router',
      message: `the router keeps each user with one version, but ${byRequests.map((name) => `"${name}"`).join(', ')} ${byRequests.length === 1 ? 'counts' : 'count'} requests as if they were independent`,
      hint: 'Judge by `units: users`, or let the router decide for each request.',
    },
  ]
}

function permissionFinding({
  permission,
  granted,
  neededTo,
  required,
}: TokenPermission): readonly PreflightFinding[] {
  if (granted === true) return []
  const message =
    granted === undefined
      ? `whether the token has \`${permission}\` cannot be known before it is used`
      : `the token lacks \`${permission}\`, so it cannot ${neededTo}`
  const level = granted === undefined ? 'note' : required ? 'problem' : 'warning'
  return [
    {
      level,
      area: 'token',
      message,
      ...(granted === false ? { hint: `Add \`${permission}\` to the \`permissions:\` of this job.` } : {}),
    },
  ]
}

function heldBy(sentence: string | undefined): readonly PreflightFinding[] {
  return sentence === undefined ? [] : [{ level: 'warning', area: 'record', message: sentence }]
}
