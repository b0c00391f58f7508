import { CHANGE_ME } from '../init/files.ts'
import type { Ledger } from './ledger.ts'
import type { InputPlace } from './place.ts'
import type { QueryArms } from './prometheus/arms.ts'
import { GUESSED_LABEL } from './prometheus/arms.ts'
import { entry, type Entry } from './release.ts'

/** A metric source with its settings. */
export interface Source {
  readonly name: string
  readonly settings: readonly Entry[]
}

/** One metric that an importer found. */
export interface FoundMetric {
  readonly at: InputPlace
  readonly name: string
  readonly source: Source
  readonly metric: readonly Entry[]
  readonly arms?: QueryArms
  /** Judged by conditions on single numbers, without a comparison. */
  readonly single: boolean
}

/** One release has one source: the one that most metrics come from. Metrics of others are listed. */
export function ofOneSource(all: readonly FoundMetric[], ledger: Ledger): readonly FoundMetric[] {
  const known = all.filter(({ source }) => !hasHole(source))
  const found = all.map((one) => {
    const other = hasHole(one.source)
      ? known.find(({ source }) => source.name === one.source.name)
      : undefined
    return other === undefined ? one : { ...one, source: other.source }
  })
  const keys = found.map(({ source }) => JSON.stringify(source))
  const count = (key: string): number => keys.filter((one) => one === key).length
  const [best] = [...new Set(keys)].toSorted((a, b) => count(b) - count(a))
  const own = found.filter((_, i) => keys[i] === best)
  for (const { at, name, source } of found.filter((one) => !own.includes(one))) {
    ledger.withdraw(at, name)
    ledger.left(
      at,
      `"${name}" comes from another source or address (${source.name}). A release reads one source.`,
      'Give it to a second service, or make it readable from the first source.',
    )
  }
  const [first] = own
  if (first !== undefined && hasHole(first.source))
    ledger.chosen('source-settings', CHANGE_ME, `the input does not say where to read ${first.source.name}`)
  return own
}

function hasHole({ settings }: Source): boolean {
  return JSON.stringify(settings).includes(CHANGE_ME)
}

/** Metrics with names of their own, since two templates may use one name. */
export function withOwnNames(found: readonly FoundMetric[]): readonly FoundMetric[] {
  const seen = new Map<string, number>()
  return found.flatMap((one) => {
    const same = found.find((other) => other.name === one.name)
    if (same !== one && JSON.stringify(same?.metric) === JSON.stringify(one.metric)) return []
    const times = (seen.get(one.name) ?? 0) + 1
    seen.set(one.name, times)
    if (times === 1) return [one]
    const name = `${one.name} ${times}`
    return [{ ...one, name, metric: [entry('name', name), ...one.metric.slice(1)] }]
  })
}

interface ArmPair {
  readonly baseline?: string
  readonly candidate?: string
}

/** What a tool calls the two versions. */
export interface KnownArms {
  /** In the queries: pairs of which a query may have either one. */
  readonly pairs: readonly ArmPair[]
  /** Where the original fills in a name that it makes itself. */
  readonly marked?: ArmPair
}

const PARTNER: Readonly<Record<string, string>> = {
  canary: 'stable',
  candidate: 'stable',
  preview: 'active',
  green: 'blue',
  blue: 'green',
  next: 'stable',
  new: 'old',
}

/** What the versions are called in the metrics. `names` are those that the tool itself uses; `slots` stand for both. */
export function armInputs(
  found: readonly FoundMetric[],
  { pairs, marked }: KnownArms,
  ledger: Ledger,
  slots: readonly Entry[] = [],
): readonly Entry[] {
  const arms = found.flatMap((one) => (one.arms === undefined ? [] : [{ ...one.arms, metric: one }]))
  const how = (['name', 'label', 'mark', 'added'] as const).find((each) =>
    arms.some((one) => one.how === each),
  )
  const first = arms.find((one) => one.how === how)
  const labels = [...new Set(arms.filter((one) => one.how === how).flatMap((one) => one.labels))].join(', ')
  tellArms(arms, how, first, labels, ledger)
  if (slots.length > 0) return slots
  if (how === 'mark' && marked === undefined) return unknownArms(labels, ledger)
  if (first === undefined) return nothingSaid(marked ?? pairs[0] ?? {}, ledger)
  const known =
    how === 'mark'
      ? marked
      : (pairs.find((pair) => [pair.baseline, pair.candidate].includes(first.candidate)) ??
        marked ??
        pairs[0])
  const candidate = how === 'label' ? first.candidate : known?.candidate
  const baseline = how === 'label' ? PARTNER[first.candidate ?? ''] : known?.baseline
  const comment = `The value of the label ${labels} in your metrics.`
  if (candidate === undefined || baseline === undefined)
    ledger.chosen(
      'baseline, candidate',
      CHANGE_ME,
      `the input does not say what both versions are called in the label ${labels}`,
    )
  else if (how === 'label' || how === 'added')
    ledger.chosen('baseline', baseline, `the input does not name the stable version in the label ${labels}`)
  return [entry('baseline', baseline ?? CHANGE_ME, comment), entry('candidate', candidate ?? CHANGE_ME)]
}

type Found = QueryArms & { readonly metric: FoundMetric }

function tellArms(
  arms: readonly Found[],
  how: QueryArms['how'] | undefined,
  first: Found | undefined,
  labels: string,
  ledger: Ledger,
): void {
  for (const one of arms) {
    if (one.how === 'added')
      ledger.chosen(
        `label ${GUESSED_LABEL} in "${one.metric.name}"`,
        `${GUESSED_LABEL}="$arm"`,
        'the query measures both versions together, and a comparison needs them apart. Use a label that your metrics have',
      )
    else if (one.how !== how || one.candidate !== first?.candidate)
      ledger.chosen(
        `label ${one.labels.join(', ')} in "${one.metric.name}"`,
        '$arm',
        `\`$arm\` is the same text in all metrics, but this label had another value than ${labels}. Make them equal`,
      )
  }
}

function nothingSaid({ baseline, candidate }: ArmPair, ledger: Ledger): readonly Entry[] {
  const value = `${baseline ?? CHANGE_ME}, ${candidate ?? CHANGE_ME}`
  ledger.chosen(
    'baseline, candidate',
    value,
    'the input does not say what the versions are called in your metrics',
  )
  return [
    entry('baseline', baseline ?? CHANGE_ME, 'What the versions are called in your metrics.'),
    entry('candidate', candidate ?? CHANGE_ME),
  ]
}

function unknownArms(labels: string, ledger: Ledger): readonly Entry[] {
  const label = ` in the label ${labels}`
  ledger.chosen(
    'baseline, candidate',
    CHANGE_ME,
    `the original fills in another value for each release${label}. Use a label that always tells the two versions apart`,
  )
  return [
    entry(
      'baseline',
      CHANGE_ME,
      `What the versions are called in your metrics${label}; it was another value for each release.`,
    ),
    entry('candidate', CHANGE_ME),
  ]
}
