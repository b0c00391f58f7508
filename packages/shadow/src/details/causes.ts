import type { ShadowCause } from '@sluice/verdict'
import type { Cause } from '../judged/causes.ts'
import { metricsOfPath } from '../judged/path-metrics.ts'
import { patternText, readPattern } from '../json/pattern.ts'

const MOST_LISTED = 20
/** Fields of one object that change alike are told as one from this number on. */
const FOLDED = 3
/** Fields of a group that are named. */
const MOST_NAMED = 300

/** The causes of what differs, as a report shows them. */
export function causeRows(causes: readonly Cause[], compared: number): readonly ShadowCause[] {
  return causes.slice(0, MOST_LISTED).map(({ fields: [lead, ...others] }) => {
    const { n } = lead.counts.alone
    const [example] = lead.counts.examples
    return {
      path: lead.path,
      kind: lead.kind,
      pairs: n,
      rate: compared === 0 ? 0 : n / compared,
      fields: others.length,
      groups: groupsOf(others),
      ...(lead.turn === undefined ? {} : { turn: lead.turn, turns: Object.keys(lead.counts.turns).length }),
      ...(example === undefined ? {} : { example: example.id }),
    }
  })
}

function groupsOf(fields: Cause['fields'][number][]): ShadowCause['groups'] {
  const groups = new Map<string, { in: string; kind: string; paths: string[] }>()
  for (const { path, kind } of fields) {
    const around = (readPattern(path) ?? []).slice(0, -1)
    const group = { in: around.length === 0 ? '' : patternText(around), kind, paths: [path] }
    const known = groups.get(`${kind} ${group.in}`)
    if (known === undefined) groups.set(`${kind} ${group.in}`, group)
    else known.paths.push(path)
  }
  return [...groups.values()].flatMap(({ in: around, kind, paths }) =>
    around === '' || paths.length < FOLDED
      ? paths.map((path) => ({ in: '', kind, count: 1, paths: [path] }))
      : [{ in: around, kind, count: paths.length, paths: paths.slice(0, MOST_NAMED) }],
  )
}

/** Metrics of fields that explain those of others, for the headline. */
export function explainedBy(
  causes: readonly ShadowCause[],
): readonly { readonly lead: string; readonly others: readonly string[] }[] {
  return causes.flatMap(({ path, groups }) => {
    const others = groups.flatMap(({ paths }) => paths).flatMap((each) => metricsOfPath(each))
    return metricsOfPath(path).map(({ metric }) => ({
      lead: metric,
      others: others.map((each) => each.metric),
    }))
  })
}
