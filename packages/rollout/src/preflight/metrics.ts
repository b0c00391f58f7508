import { preflightPasses, gathered, unique, type PreflightFinding } from './finding.ts'
import type { PreflightPorts, PreflightProbe, PreflightQuery, PreflightQuestion } from './ports.ts'

const HOUR_MS = 3_600_000

/** Asks every query for the baseline, and whether the candidate has data yet. */
export async function lookAtMetrics<Q extends PreflightQuery>(
  { queries, baseline, candidate, share, windowMs = HOUR_MS }: PreflightQuestion<Q>,
  { openSource }: PreflightPorts<Q>,
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  if (openSource === undefined) return []
  const { probe } = openSource()
  if (probe === undefined) {
    return [{ level: 'note', area: 'metrics', message: 'this source cannot be asked before traffic moves' }]
  }
  const each = await Promise.all(
    queries.map(async (query) => {
      const name = `"${query.name}"`
      const asked = await gathered('metrics', async () => {
        const probes = await probe(query, baseline, windowMs, signal)
        return probes.flatMap((found) =>
          share !== undefined && found.found === 0 && found.failed !== true
            ? controlWithoutData(name, baseline, found)
            : probeFindings(name, query, baseline, found),
        )
      })
      // Without a baseline there is nothing to compare with, so what the candidate lacks is not worth a line.
      if (!preflightPasses(asked)) return asked
      return [
        ...asked,
        ...(await expected(name, async () => await probe(query, candidate, windowMs, signal))),
      ]
    }),
  )
  return unique(each.flat())
}

function probeFindings(
  name: string,
  { kind }: PreflightQuery,
  arm: string,
  { part, asked, found, hints }: PreflightProbe,
): readonly PreflightFinding[] {
  const where = `${name}, \`${part}\``
  if (found === 0) {
    const said = hints.length === 0 ? 'The query found nothing.' : hints.join(' ')
    return [
      {
        level: 'problem',
        area: 'metrics',
        message: `${where} has no data for the baseline "${arm}". ${said}\nAsked: ${asked}`,
        hint: 'Fix the query, or `baseline`.',
      },
    ]
  }
  const findings: PreflightFinding[] = []
  if (part !== 'histogram' && kind !== 'series' && found > 1) {
    findings.push({
      level: 'warning',
      area: 'metrics',
      message: `${where} found ${found} series where one is expected\nAsked: ${asked}`,
      hint: 'Add up the series with `sum(…)`, or select fewer.',
    })
  }
  if (part === 'histogram' && found === 1) {
    findings.push({
      level: 'problem',
      area: 'metrics',
      message: `${where} found one series, so there are no buckets\nAsked: ${asked}`,
      hint: 'Keep the label of the buckets: `sum by (le) (…)`.',
    })
  }
  if (COUNTED.has(part) && /\bi?rate\s*\(/.test(asked)) {
    findings.push({
      level: 'warning',
      area: 'metrics',
      message: `${where} uses rate(), which gives events per second; a judge needs how many there were\nAsked: ${asked}`,
      hint: 'Use `increase(…[$window])`.',
    })
  }
  return findings
}

/** A control may get its traffic together with the candidate. If it never does, the rollout is blind and ends. */
function controlWithoutData(
  name: string,
  arm: string,
  { part, asked, hints }: PreflightProbe,
): readonly PreflightFinding[] {
  const said = hints.length === 0 ? '' : ` ${hints.join(' ')}`
  return [
    {
      level: 'warning',
      area: 'metrics',
      message: `${name}, \`${part}\` has no data for the control "${arm}" yet.${said}\nAsked: ${asked}`,
      hint: 'The control needs traffic as soon as the candidate has some. Without it, traffic goes back to the baseline.',
    },
  ]
}

const COUNTED: ReadonlySet<string> = new Set(['events', 'trials', 'n', 'histogram'])

/** The candidate may not be deployed yet, so nothing here is a problem. */
async function expected(
  name: string,
  probe: () => Promise<readonly PreflightProbe[]>,
): Promise<readonly PreflightFinding[]> {
  const probes = await probe().catch(() => [])
  const empty = probes.filter(({ found }) => found === 0)
  if (empty.length === 0) return []
  return [
    {
      level: 'note',
      area: 'metrics',
      message: `${name} has no data for the candidate yet, which is expected before it gets traffic`,
    },
  ]
}
