import { CHANGE_ME } from '../../init/files.ts'
import { addressOf } from '../address.ts'
import { conditionOf, type Bounds } from '../bounds.ts'
import type { FoundMetric, Source } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import { inNamespace, itemsUnder, numberUnder, textUnder, under, type InputPlace } from '../place.ts'
import { BASELINE_MARK, CANDIDATE_MARK, readsBaseline } from '../prometheus/arms.ts'
import { metricOf, scalarMetric } from '../prometheus/metric.ts'
import { entry } from '../release.ts'
import { builtInQuery } from './builtin.ts'

export interface FlaggerReading {
  readonly templates: readonly InputPlace[]
  readonly used: Set<InputPlace>
  readonly ledger: Ledger
}

/** What Flagger fills into its templates. */
export interface Variables {
  readonly name: string
  readonly namespace: string
  readonly target: string
  readonly service: string
  readonly ingress: string
}

const BY_HAND = 'Write the metric by hand: docs/metrics.md.'

/** The metrics of a Canary. */
export function flaggerMetrics(
  canary: InputPlace,
  variables: Variables,
  reading: FlaggerReading,
): readonly FoundMetric[] {
  return itemsUnder(canary, 'spec', 'analysis', 'metrics').flatMap((place) => {
    const found = metricIn(place, canary, variables, reading)
    return found === undefined ? [] : [found]
  })
}

interface Asked {
  readonly query: string
  readonly queryAt: InputPlace
  readonly source: Source
  readonly builtIn: boolean
}

function metricIn(
  place: InputPlace,
  canary: InputPlace,
  variables: Variables,
  reading: FlaggerReading,
): FoundMetric | undefined {
  const { ledger } = reading
  const name = textUnder(place, 'name') ?? place.path
  const asked = askedFor(place, name, canary, variables, reading)
  if (asked === undefined) return undefined
  const { query, queryAt, source, builtIn } = asked
  const bounds = boundsIn(place, name)
  const made = metricOf({
    name,
    query,
    bounds,
    critical: true,
    names: [`${variables.service}-canary`],
    ...(readsBaseline(query) ? { only: 'The query compares the two versions by itself.' } : {}),
  })
  const found = { at: place, name, source }
  if ('problem' in made) {
    ledger.left(place, made.problem, BY_HAND)
    return undefined
  }
  const range = under(place, 'thresholdRange') ?? under(place, 'threshold')
  ledger.carried(under(place, 'name'), `metric "${name}"`)
  if ('value' in made) {
    if (bounds === undefined) {
      ledger.left(place, `${made.why} It has no range of good values.`, BY_HAND)
      return undefined
    }
    ledger.carried(range, `successCondition of "${name}"`)
    ledger.changed(
      queryAt,
      `kind scalar of the metric "${name}"`,
      `${made.why} The judge \`threshold\` holds each number against the range.`,
    )
    const value = made.value.replaceAll(BASELINE_MARK, `${variables.target}-primary`)
    const settings = [entry('successCondition', conditionOf(bounds))]
    return { ...found, arms: made.arms, metric: scalarMetric(name, value, settings, true), single: true }
  }
  const limit = made.metric.find(({ key }) => key === 'limit')?.value
  if (limit === undefined) ledger.left(range, 'It holds for every value that the query can have.')
  else ledger.carried(range, `limit: ${String(limit)}`)
  const changes = [...(builtIn ? ['It is the query that Flagger has for this name.'] : []), ...made.changes]
  ledger.changed(queryAt, `metric "${name}"`, changes.join(' ') || 'Sluice counts over one interval.')
  for (const [path, value, why] of made.chosen) ledger.chosen(path, value, why)
  return { ...found, arms: made.arms, metric: made.metric, single: false }
}

/** `threshold` is the older spelling: the least success rate, and the most of anything else. */
function boundsIn(place: InputPlace, name: string): Bounds | undefined {
  const old = numberUnder(place, 'threshold')
  const [min, max] = [
    numberUnder(place, 'thresholdRange', 'min'),
    numberUnder(place, 'thresholdRange', 'max'),
  ]
  const least = min ?? (name === 'request-success-rate' ? old : undefined)
  const most = max ?? (name === 'request-success-rate' ? undefined : old)
  if (least === undefined && most === undefined) return undefined
  return {
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    silencePasses: false,
  }
}

function askedFor(
  place: InputPlace,
  name: string,
  canary: InputPlace,
  variables: Variables,
  { templates, used, ledger }: FlaggerReading,
): Asked | undefined {
  const reference = under(place, 'templateRef')
  const inline = under(place, 'query')
  const text = textUnder(place, 'query')
  const server = under(canary, 'spec', 'metricsServer')
  if (inline !== undefined && text !== undefined)
    return {
      query: filled(text, variables, place),
      queryAt: inline,
      source: sourceOf(server, ledger),
      builtIn: false,
    }
  if (reference === undefined) {
    const query = builtInQuery(name, textUnder(canary, 'spec', 'provider') ?? '')
    if (query !== undefined)
      return {
        query: filled(query, variables, place),
        queryAt: place,
        source: sourceOf(server, ledger),
        builtIn: true,
      }
    ledger.left(place, 'Sluice does not know the query that Flagger has for this name and provider.', BY_HAND)
    return undefined
  }
  const [template, ...others] = inNamespace(
    templates.filter((one) => textUnder(one, 'metadata', 'name') === textUnder(reference, 'name')),
    textUnder(reference, 'namespace') ?? textUnder(canary, 'metadata', 'namespace'),
  )
  if (template === undefined || others.length > 0) {
    const many = 'The files have several of that name. Import one environment at a time.'
    ledger.left(
      place,
      `The MetricTemplate ${textUnder(reference, 'name') ?? ''} is in ${template === undefined ? 'none' : 'several'} of the files.`,
      template === undefined ? 'Give its file as well, then import again with --force.' : many,
    )
    return undefined
  }
  used.add(template)
  ledger.carried(reference, `the query of "${name}"`)
  ledger.carried(under(template, 'metadata', 'name'), `the query of "${name}"`)
  for (const key of ['namespace', 'labels', 'annotations'])
    ledger.left(under(template, 'metadata', key), 'It does not change what is measured.')
  const provider = under(template, 'spec', 'provider')
  const type = textUnder(provider, 'type') ?? 'none'
  ledger.left(
    under(provider, 'secretRef'),
    'It is a secret of the cluster.',
    'Give it in `source-settings` of the workflow, from a secret of GitHub.',
  )
  if (type !== 'prometheus') {
    const source = SOURCES[type]
    const todo =
      source === undefined ? BY_HAND : `Write it for the source \`${source}\`: docs/sources/${source}.md.`
    ledger.left(template, `The provider is \`${type}\`, and Sluice cannot translate its queries.`, todo)
    ledger.left(place, `Its template is for \`${type}\`.`, todo)
    return undefined
  }
  ledger.carried(under(provider, 'type'), 'source')
  const queryAt = under(template, 'spec', 'query') ?? template
  const query = filled(textUnder(template, 'spec', 'query') ?? '', variables, place)
  ledger.carried(under(place, 'templateVariables'), 'the query')
  return { query, queryAt, source: sourceOf(under(provider, 'address'), ledger), builtIn: false }
}

const SOURCES: Readonly<Record<string, string>> = {
  datadog: 'datadog',
  cloudwatch: 'cloudwatch',
  newrelic: 'newrelic',
  influxdb: 'influxdb',
}

function sourceOf(address: InputPlace | undefined, ledger: Ledger): Source {
  return {
    name: 'prometheus',
    settings: [entry('url', addressOf(address, textUnder(address) ?? '', ledger))],
  }
}

function filled(text: string, variables: Variables, metric: InputPlace): string {
  return text
    .replaceAll(/\{\{\s*target\s*\}\}-primary/g, BASELINE_MARK)
    .replaceAll(/\{\{\s*target\s*\}\}/g, CANDIDATE_MARK)
    .replaceAll(/\{\{\s*interval\s*\}\}/g, textUnder(metric, 'interval') ?? '1m')
    .replaceAll(
      /\{\{\s*variables\.([\w-]+)\s*\}\}/g,
      (_, name: string) => textUnder(metric, 'templateVariables', name) ?? CHANGE_ME,
    )
    .replaceAll(
      /\{\{\s*(name|namespace|service|ingress)\s*\}\}/g,
      (_, name: keyof Variables) => variables[name],
    )
}
