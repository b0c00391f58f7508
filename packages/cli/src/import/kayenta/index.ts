import { CHANGE_ME } from '../../init/files.ts'
import { armInputs, type FoundMetric } from '../collect.ts'
import type { Importer } from '../importer.ts'
import { ladderOf } from '../ladder.ts'
import type { Ledger } from '../ledger.ts'
import { itemsUnder, numberUnder, textUnder, under, type InputPlace } from '../place.ts'
import { measured, planInputs } from '../plan.ts'
import { CANDIDATE_MARK } from '../prometheus/arms.ts'
import { metricOf } from '../prometheus/metric.ts'
import { entry, tidy, type Entry, type Release } from '../release.ts'
import { kubernetesRouter } from '../routing.ts'
import { queryOf } from './queries.ts'

/** Canary configs of Kayenta, as Spinnaker stores them. */
export const kayentaConfig: Importer = {
  claims: (document) =>
    itemsUnder(document, 'metrics').length > 0 &&
    (under(document, 'classifier') !== undefined ||
      itemsUnder(document, 'metrics').some((one) => under(one, 'analysisConfigurations') !== undefined)),
  read: (documents, ledger) => documents.map((config) => releaseOf(config, ledger)),
}

function releaseOf(config: InputPlace, ledger: Ledger): Release {
  const [application] = itemsUnder(config, 'applications')
  const name = textUnder(config, 'name') ?? 'canary'
  const service = textUnder(application) ?? name
  ledger.begin(service)
  ledger.carried(application === undefined ? under(config, 'name') : under(config, 'applications'), 'service')
  if (application !== undefined)
    ledger.left(under(config, 'name'), 'The service has the name of the application.')
  if (under(config, 'templates')?.entries.length === 0)
    ledger.carried(under(config, 'templates'), 'nothing: it is empty')
  tellConfig(config, ledger)
  const weights = weightsOf(config, ledger)
  const found = itemsUnder(config, 'metrics').flatMap((metric) => {
    const one = metricIn(metric, config, weights, ledger)
    return one === undefined ? [] : [one]
  })
  const metrics = measured(found, ledger)
  const { rungs } = ladderOf([], false, ledger)
  ledger.chosen('router', 'kubernetes', 'a canary config does not say what splits the traffic')
  const names = { baseline: `${service}-stable`, candidate: `${service}-canary` }
  const { router, settings, login } = kubernetesRouter({ routes: [`httproute/${CHANGE_ME}`], ...names })
  return {
    action: 'canary-step',
    service,
    from: `the canary config "${name}" of Kayenta`,
    login,
    persons: [],
    inputs: [
      entry('router', router),
      entry('router-settings', { map: settings }),
      ...armInputs(metrics, { pairs: [] }, ledger),
      ...planInputs({
        metrics,
        rungs,
        intervals: [],
        delays: [],
        errorLimits: [],
        lasts: 0,
        longestPause: 0,
        ledger,
      }),
    ],
  }
}

/** The weight of each group, by its name. */
function weightsOf(config: InputPlace, ledger: Ledger): ReadonlyMap<string, number> {
  const groups = under(config, 'classifier', 'groupWeights')
  ledger.changed(
    groups,
    'weight',
    'A group shares its weight among its metrics. It is a share of the limit on false alarms, not of a score.',
  )
  return new Map(
    (groups?.entries ?? []).flatMap(([name, place]) => [[name, numberUnder(place) ?? 0] as const]),
  )
}

function tellConfig(config: InputPlace, ledger: Ledger): void {
  const score = 'Sluice has no score: every metric decides, so one that is worse is enough to go back.'
  ledger.changed(under(config, 'classifier', 'scoreThresholds'), 'the judge', score)
  ledger.left(under(config, 'classifier', 'scoreMethods'), score)
  ledger.carried(under(config, 'judge'), 'judge: kayenta, where a metric has no counts')
  for (const key of [
    'id',
    'description',
    'createdTimestamp',
    'createdTimestampIso',
    'updatedTimestamp',
    'updatedTimestampIso',
    'configVersion',
    'isNew',
    'canEdit',
  ])
    ledger.left(under(config, key), 'It does not change how the canary is judged.')
}

function metricIn(
  metric: InputPlace,
  config: InputPlace,
  weights: ReadonlyMap<string, number>,
  ledger: Ledger,
): FoundMetric | undefined {
  const name = textUnder(metric, 'name') ?? metric.path
  const query = queryOf(metric, config, ledger)
  if (query === undefined) return undefined
  const { source, text, promql } = query
  ledger.carried(under(metric, 'name'), `metric "${name}"`)
  for (const key of ['type', 'serviceType']) ledger.carried(under(metric, 'query', key), 'source')
  ledger.left(under(metric, 'scopeName'), 'Sluice compares one pair of versions.')
  const settings = settingsOf(metric, name, ledger)
  const weight = weightIn(metric, config, weights, ledger)
  const made = promql
    ? metricOf({
        ...{ name, query: text, bounds: undefined, critical: !settings.muted, names: [] },
        worse: settings.worse === 'lower' ? 'lower' : 'higher',
      })
    : undefined
  const found = { at: metric, name, source, single: false }
  if (made !== undefined && 'problem' in made) {
    ledger.withdraw(metric, name)
    ledger.left(metric, made.problem, 'Write the metric by hand: docs/metrics.md.')
    return undefined
  }
  if (made !== undefined && 'metric' in made) {
    // A share of the good events is no share of the bad ones.
    const allowed = made.direct ? settings.margin : undefined
    const margin = allowed ?? String(made.metric.find(({ key }) => key === 'margin')?.value ?? '')
    ledger.changed(
      under(metric, 'query'),
      `metric "${name}"`,
      ['It has counts, so Sluice compares those, and not one value per interval.', ...made.changes].join(' '),
    )
    if (allowed === undefined)
      ledger.chosen(
        `margin of "${name}"`,
        margin,
        settings.margin === undefined
          ? 'the config has no allowed change, and no traffic can prove that nothing changed at all'
          : `the allowed change of the config, ${settings.margin}, is one of the good events, and Sluice counts the bad ones`,
      )
    tellSettings(metric, name, margin, ledger)
    const own = made.metric.flatMap((one): Entry[] =>
      one.key !== 'margin'
        ? one.key === 'worse'
          ? settings.worse === 'either'
            ? []
            : [one]
          : [one]
        : [
            ...(settings.worse === 'either' ? [entry('worse', 'either')] : []),
            allowed === undefined ? one : entry('margin', margin),
          ],
    )
    return { ...found, arms: made.arms, metric: [...own, ...weight] }
  }
  ledger.carried(under(metric, 'query'), `series of "${name}"`)
  tellSettings(metric, name, undefined, ledger)
  ledger.chosen(
    'share',
    'none',
    'Kayenta compares with a baseline as large as the canary. A metric that grows with traffic needs such a control: `share` in docs/rollouts.md',
  )
  const arms = made === undefined ? { edits: [], labels: ['scope'], how: 'mark' as const } : made.arms
  const value = made === undefined ? text.replaceAll(CANDIDATE_MARK, '$arm') : made.value
  return { ...found, arms, metric: seriesMetric(name, value, settings, weight) }
}

function seriesMetric(
  name: string,
  value: string,
  settings: Settings,
  weight: readonly Entry[],
): readonly Entry[] {
  return [
    entry('name', name),
    entry('kind', 'series'),
    entry('judge', 'kayenta'),
    entry('value', value),
    ...(settings.worse === 'higher' ? [] : [entry('worse', settings.worse)]),
    ...(settings.own.length === 0 ? [] : [entry('settings', { map: settings.own })]),
    ...(settings.muted ? [entry('critical', false)] : []),
    ...weight,
  ]
}

/** Settings of Kayenta's judge stay with it. A comparison of counts has the allowed change only. */
function tellSettings(metric: InputPlace, name: string, margin: string | undefined, ledger: Ledger): void {
  const canary = under(metric, 'analysisConfigurations', 'canary')
  for (const key of ['nanStrategy', 'mustHaveData', 'outliers', 'effectSize']) {
    const place = under(canary, key)
    if (margin === undefined) ledger.carried(place, `settings.${key} of "${name}"`)
    else if (key === 'effectSize')
      ledger.changed(
        place,
        `margin: ${margin}`,
        'Sluice fails a metric when it is sure, and the change is beyond the margin.',
      )
    else
      ledger.changed(
        place,
        `the judge of "${name}"`,
        'Sluice adds up counts, and leaves out no interval. No data is never good.',
      )
  }
}

interface Settings {
  readonly worse: 'higher' | 'lower' | 'either'
  readonly muted: boolean
  /** From the allowed change, for a comparison of counts. */
  readonly margin?: string
  /** For the judge `kayenta`. */
  readonly own: readonly Entry[]
}

const WORSE = { increase: 'higher', decrease: 'lower', either: 'either' } as const

function settingsOf(metric: InputPlace, name: string, ledger: Ledger): Settings {
  const canary = under(metric, 'analysisConfigurations', 'canary')
  const direction = textUnder(canary, 'direction') ?? 'either'
  const worse = direction === 'increase' || direction === 'decrease' ? WORSE[direction] : WORSE.either
  ledger.carried(under(canary, 'direction'), `worse: ${worse}`)
  ledger.changed(
    under(canary, 'critical'),
    `"${name}" decides`,
    'In Sluice every metric decides, not only a critical one.',
  )
  ledger.carried(under(canary, 'muted'), 'critical: false')
  const own = ['nanStrategy', 'mustHaveData'].flatMap((key): Entry[] => {
    const place = under(canary, key)
    if (place === undefined || place.leaf === null) return []
    return [entry(key, place.leaf)]
  })
  const tables = ['outliers', 'effectSize'].flatMap((key): Entry[] => {
    const table = under(canary, key)
    const entries = (table?.entries ?? []).flatMap(([word, place]) =>
      place.leaf === null ? [] : [entry(word, place.leaf)],
    )
    return entries.length === 0 ? [] : [entry(key, { map: entries })]
  })
  const margin = marginOf(canary, worse)
  return {
    worse,
    muted: textUnder(canary, 'muted') === 'true',
    own: [...own, ...tables],
    ...(margin === undefined ? {} : { margin }),
  }
}

/** `allowedIncrease: 1.1` tolerates a mean that is 10% higher. */
function marginOf(canary: InputPlace | undefined, worse: Settings['worse']): string | undefined {
  if ((textUnder(canary, 'effectSize', 'measure') ?? 'meanRatio') !== 'meanRatio') return undefined
  const [up, down] = [
    numberUnder(canary, 'effectSize', 'allowedIncrease'),
    numberUnder(canary, 'effectSize', 'allowedDecrease'),
  ]
  const shares = [
    ...(worse === 'lower' || up === undefined ? [] : [up - 1]),
    ...(worse === 'higher' || down === undefined ? [] : [1 - down]),
  ]
  const share = shares.length === 0 ? 0 : tidy(100 * Math.min(...shares))
  return share > 0 && (worse === 'higher' || share < 100) ? `${share}%` : undefined
}

function weightIn(
  metric: InputPlace,
  config: InputPlace,
  weights: ReadonlyMap<string, number>,
  ledger: Ledger,
): readonly Entry[] {
  const groups = itemsUnder(metric, 'groups').flatMap((one) => textUnder(one) ?? [])
  ledger.carried(under(metric, 'groups'), 'weight')
  const share = groups.reduce((sum, group) => {
    const members = itemsUnder(config, 'metrics').filter((one) =>
      itemsUnder(one, 'groups').some((of) => textUnder(of) === group),
    )
    return sum + (weights.get(group) ?? 0) / Math.max(1, members.length)
  }, 0)
  return share > 0 ? [entry('weight', tidy(share))] : []
}
