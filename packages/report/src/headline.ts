import type { Evidence, Verdict } from '@sluice/verdict'
import { change, numbered, share } from './numbers.ts'
import { isCheck } from './rows.ts'
import { reasonWords, verdictWords } from './words.ts'
import { howBad, worstFirst } from './worst-first.ts'

/** How an action tells its own story: the decision, and what it did in words such as "was rolled back from 5%". */
export interface Framing {
  readonly decision: string
  readonly did: string
  /** The decision lets the release go on. */
  readonly go: boolean
  /** Why, as a clause, where the evidence is not the reason: "the slot runs another version"; blank where `did` says it. */
  readonly why?: string
  /** Address of a page that says what to do now. */
  readonly helpUrl?: string
  readonly runUrl?: string
  readonly reportUrl?: string
  /** Words that every medium must show, such as that the evidence is unauthenticated. */
  readonly notices?: readonly string[]
  /** Metrics that the action's own sections tell; the table of metrics leaves them out. */
  readonly elsewhere?: (metric: string) => boolean
  /** Metrics that explain others, the most telling first: the headline names the first of each and counts the others. */
  readonly causes?: readonly { readonly lead: string; readonly others: readonly string[] }[]
}

/** Text of ours, or a foreign name or a text that may quote one, which each medium escapes in its own way. */
export type HeadlinePart =
  | string
  | { readonly name: string; /** The name of a metric, which may be several words. */ readonly metric?: true }
  | { readonly text: string }

const SHOWN = 3

/** The one sentence for the one who reads one line: what was done, why (the worst first), and who was affected. */
export function headline(verdict: Verdict, framing: Framing): readonly HeadlinePart[] {
  const { environment, service } = verdict.subject
  const who = exposedWords(verdict)
  return [
    { name: service },
    ' in ',
    { name: environment },
    ' ',
    ...outcomeParts(verdict, framing),
    who === '' ? '' : ` ${who}`,
  ]
}

/** The part of the headline that says what was done and why, without who it is about and who was affected. */
export function outcomeParts(verdict: Verdict, framing: Framing): readonly HeadlinePart[] {
  const { did } = framing
  const said = framing.why === undefined ? why(verdict, framing.causes ?? []) : [{ text: framing.why }]
  return framing.why === '' ? [{ text: did }, '.'] : [{ text: did }, ': ', ...said, '.']
}

/** The headline in one medium: `name` shows a name, `plain` a text. */
export function spell(
  parts: readonly HeadlinePart[],
  name: (text: string, isMetric: boolean) => string,
  plain: (text: string) => string,
): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      return 'text' in part ? plain(part.text) : name(part.name, part.metric === true)
    })
    .join('')
}

/** Characters of a text in a headline. */
export const MOST_TEXT = 600

function why(
  { evidence, outcome, reason }: Verdict,
  causes: NonNullable<Framing['causes']>,
): readonly HeadlinePart[] {
  const critical = evidence.filter((e) => e.critical)
  if (outcome === 'pass') return allWell(critical)
  const telling = critical.filter((e) => e.finding === (outcome === 'fail' ? 'worse' : 'unknown'))
  if (telling.length === 0) return [verdictWords(reason)]
  if (telling.length > 1 && telling.every((e) => e.reason === 'no_data')) return ['no metric has data']
  const names = new Set(telling.map(({ metric }) => metric))
  const told = causes.filter(({ lead }) => names.has(lead))
  const explained = new Set(told.flatMap(({ others }) => others))
  const placeOf = ({ metric }: Evidence): number => {
    const at = told.findIndex(({ lead }) => lead === metric)
    return at < 0 ? told.length : at
  }
  const left = telling
    .filter(({ metric }) => !explained.has(metric))
    .sort((a, b) => howBad(a, b) || placeOf(a) - placeOf(b) || worstFirst(a, b))
  const groups = Map.groupBy(left.slice(0, SHOWN), (e) => {
    const others = told.find(({ lead }) => lead === e.metric)?.others.filter((each) => names.has(each)) ?? []
    const more =
      others.length === 0 ? '' : `, with ${numbered(others.length, 'other field')} in the same answers`
    return `${tell(e)}${more}`
  })
  const said = [...groups].flatMap(([words, alike], i): readonly HeadlinePart[] => [
    i === 0 ? '' : '; ',
    ...alike.flatMap(({ metric }, k): readonly HeadlinePart[] => [
      k === 0 ? '' : k === alike.length - 1 ? ' and ' : ', ',
      { name: metric, metric: true },
    ]),
    ` ${alike.length === 1 ? words : plural(words)}`,
  ])
  return left.length > SHOWN ? [...said, `; and ${left.length - SHOWN} more`] : said
}

/** Words about one metric as words about several. */
function plural(words: string): string {
  return words
    .replace(/^is\b/, 'are')
    .replace(/^has\b/, 'have')
    .replace(/^was\b/, 'were')
    .replace(/^does\b/, 'do')
    .replace(/^(differ|meet|fail)s\b/, '$1')
    .replace(/ and needs\b/, ' and each needs')
    .replace(/\bits\b/g, 'their')
}

function allWell(critical: readonly Evidence[]): readonly HeadlinePart[] {
  const checks = critical.filter(isCheck)
  const metrics = critical.filter((e) => !isCheck(e))
  const said = [
    ...together(metrics, 'is within its margin', (all) => `${all} metrics are within their margins`),
    ...(metrics.length > 0 && checks.length > 0 ? [', and '] : []),
    ...together(checks, 'is met', (all) => `${all} conditions are met`),
  ]
  return said
}

/** A single one is named, several are counted. */
function together(
  all: readonly Evidence[],
  one: string,
  many: (all: string) => string,
): readonly HeadlinePart[] {
  const [only, ...more] = all
  if (only === undefined) return []
  if (more.length > 0) return [many(more.length === 1 ? 'both' : `all ${all.length}`)]
  return [{ name: only.metric, metric: true }, ` ${one}`]
}

function tell(e: Evidence): string {
  const words = isCheck(e) && e.finding === 'unknown' ? 'is not met yet' : reasonWords(e.reason)
  if (e.finding === 'worse' && e.scale === 'ratio' && e.effect.estimate !== null) {
    return `${words} (${change(e.effect.estimate)})`
  }
  return e.needed === undefined ? words : `${words} and needs about ${numbered(e.needed, 'more request')}`
}

/** What met the candidate, counted: a fleet counts its devices. */
export function exposedUnit({ details }: Verdict): string {
  return details?.['mode'] === 'fleet' ? 'device' : 'request'
}

function exposedWords(verdict: Verdict): string {
  const { exposed } = verdict
  if (exposed === undefined) return ''
  const part = exposed.share === 1 ? 'all' : `${share(exposed.share)} of all`
  return `${numbered(exposed.requests, exposedUnit(verdict))} (${part}) reached the candidate.`
}
