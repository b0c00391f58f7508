import { CHANGE_ME } from '../../init/files.ts'
import type { Source } from '../collect.ts'
import type { Ledger } from '../ledger.ts'
import { itemsUnder, textUnder, under, type InputPlace } from '../place.ts'
import { CANDIDATE_MARK } from '../prometheus/arms.ts'
import { entry } from '../release.ts'

/** The query of a metric, with the mark of `arms.ts` where Kayenta fills in the scope. */
export interface KayentaQuery {
  readonly source: Source
  readonly text: string
  /** Whether the text is PromQL, in which counts can be looked for. */
  readonly promql: boolean
}

const BY_HAND = 'Write the metric by hand: docs/metrics.md.'

/** The query of a metric, for the stores that Sluice reads; others are listed. */
export function queryOf(metric: InputPlace, config: InputPlace, ledger: Ledger): KayentaQuery | undefined {
  const query = under(metric, 'query')
  const type = textUnder(query, 'type') ?? textUnder(query, 'serviceType') ?? 'none'
  const custom = inlineOf(query, ledger)
  switch (type) {
    case 'prometheus':
      return { source: PROMETHEUS, text: custom ?? prometheusText(query, config, ledger), promql: true }
    case 'datadog': {
      const text = custom ?? datadogText(query, config, ledger)
      if (/^(min|max|avg|sum):[\w.]+\{[^{}]*\}$/.test(text.replaceAll(CANDIDATE_MARK, 'x')))
        return { source: { name: 'datadog', settings: [] }, text, promql: false }
      break
    }
    case 'newrelic':
      return { source: NEWRELIC, text: custom ?? newRelicText(query, config, ledger), promql: false }
    default:
  }
  const known =
    type === 'datadog'
      ? 'It is not a plain metric of Datadog.'
      : `Sluice cannot translate queries of \`${type}\`.`
  ledger.left(
    metric,
    known,
    type === 'stackdriver'
      ? 'Google has the API of Prometheus for its metrics: docs/sources/prometheus.md.'
      : BY_HAND,
  )
  return undefined
}

const PROMETHEUS: Source = { name: 'prometheus', settings: [entry('url', `https://${CHANGE_ME}`)] }
const NEWRELIC: Source = { name: 'newrelic', settings: [entry('account', `${CHANGE_ME}`)] }

/** `${scope}` is the version; what else a run fills in is unknown. */
function filled(text: string): string {
  return text
    .replaceAll(/\$\\?\{\s*scope\s*\}/g, CANDIDATE_MARK)
    .replaceAll(/\$\\?\{\s*[\w.-]+\s*\}/g, CHANGE_ME)
}

function inlineOf(query: InputPlace | undefined, ledger: Ledger): string | undefined {
  const place = under(query, 'customInlineTemplate')
  const text = textUnder(place)
  if (text === undefined || text.trim() === '') return undefined
  ledger.changed(place, '$arm', 'The scope of Kayenta is `$arm`. What else a run fills in is `CHANGE-ME`.')
  return filled(text)
    .replace(/^\s*PromQL:/i, '')
    .trim()
}

/** The filter: a template of the config by its name, or one of its own. */
function filterOf(query: InputPlace | undefined, config: InputPlace, ledger: Ledger): string | undefined {
  const nameAt = under(query, 'customFilterTemplate')
  const own = under(query, 'customFilter')
  const template = under(config, 'templates', textUnder(nameAt) ?? '')
  ledger.carried(nameAt, 'the query')
  ledger.carried(own, 'the query')
  ledger.changed(template, '$arm', 'The scope of Kayenta is `$arm`. What else a run fills in is `CHANGE-ME`.')
  const text = textUnder(template) ?? textUnder(own)
  return text === undefined || text.trim() === '' ? undefined : filled(text)
}

function prometheusText(query: InputPlace | undefined, config: InputPlace, ledger: Ledger): string {
  const metric = textUnder(query, 'metricName') ?? CHANGE_ME
  ledger.carried(under(query, 'metricName'), 'the query')
  const labels = itemsUnder(query, 'labelBindings').flatMap((one) => textUnder(one) ?? [])
  ledger.carried(under(query, 'labelBindings'), 'the query')
  const groups = itemsUnder(query, 'groupByFields')
  ledger.changed(
    groups.length === 0 ? undefined : under(query, 'groupByFields'),
    'the query',
    'Sluice reads one series for each version.',
  )
  const resource = textUnder(query, 'resourceType')
  ledger.carried(under(query, 'resourceType'), 'the query')
  const scope =
    resource === 'aws_ec2_instance'
      ? `asg="${CANDIDATE_MARK}"`
      : resource === 'gce_instance'
        ? `instance=~"${CANDIDATE_MARK}-.*"`
        : undefined
  const all = [...labels, filterOf(query, config, ledger) ?? scope].filter((one) => one !== undefined)
  return `avg(${metric}${all.length === 0 ? '' : `{${all.join(',')}}`})`
}

function datadogText(query: InputPlace | undefined, config: InputPlace, ledger: Ledger): string {
  const metric = textUnder(query, 'metricName') ?? ''
  ledger.carried(under(query, 'metricName'), 'the query')
  const filter = filterOf(query, config, ledger) ?? `autoscaling_group:${CANDIDATE_MARK}`
  return `${/^(min|max|avg|sum):/.test(metric) ? metric : `avg:${metric}`}{${filter.replace(/^\{|\}$/g, '')}}`
}

function newRelicText(query: InputPlace | undefined, config: InputPlace, ledger: Ledger): string {
  const select = textUnder(query, 'select') ?? CHANGE_ME
  const q = textUnder(query, 'q')
  for (const key of ['select', 'q']) ledger.carried(under(query, key), 'the query')
  const filter = filterOf(query, config, ledger) ?? `autoScalingGroupName LIKE '${CANDIDATE_MARK}'`
  return `${select} WHERE ${[...(q === undefined ? [] : [q]), filter].join(' AND ')}`
}
