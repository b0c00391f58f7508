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
  /** Why, as a clause, where the evidence is not the reason: "the slot runs another version". */
  readonly why?: string
  readonly runUrl?: string
  readonly reportUrl?: string
  /** Words that every medium must show, such as that the evidence is unauthenticated. */
  readonly notices?: readonly string[]
  /** Metrics that the action's own sections tell; the table of metrics leaves them out. */
  readonly elsewhere?: (metric: string) => boolean
  /** Metrics that explain others, the most telling first: the headline names the first of each and counts the others. */
  readonly causes?: readonly { readonly lead: string; readonly others: readonly string[] }[]
}

/** Text of ours, or a foreign name that each medium escapes in its own way. */
export type HeadlinePart =
  | string
  | { readonly name: string; /** The name of a metric, which may be several words. */ readonly metric?: true }

const SHOWN = 3

/** The one sentence for the one who reads one line: what was done, why (the worst first), and who was affected. */
export function headline(verdict: Verdict, framing: Framing): readonly HeadlinePart[] {
  const { environment, service } = verdict.subject
  const who = exposedWords(verdict)
  return [
    { name: service },
    ' in ',
    { name: environment },
    ` ${framing.did}: `,
    ...(framing.why === undefined ? why(verdict, framing.causes ?? []) : [framing.why]),
    '.',
    who === '' ? '' : ` ${who}`,
  ]
}

/** The headline in one medium. */
export function spell(
  parts: readonly HeadlinePart[],
  name: (text: string, isMetric: boolean) => string,
): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : name(part.name, part.metric === true)))
    .join('')
}

function why(
  { evidence, outcome, reason }: Verdict,
  causes: NonNullable<Framing['causes']>,
): readonly HeadlinePart[] {
  const critical = evidence.filter((e) => e.critical)
  if (outcome === 'pass') return [allWell(critical)]
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
  const said = left.slice(0, SHOWN).flatMap((e, i): readonly HeadlinePart[] => {
    const others = told.find(({ lead }) => lead === e.metric)?.others.filter((each) => names.has(each)) ?? []
    const more =
      others.length === 0 ? '' : `, with ${numbered(others.length, 'other field')} in the same answers`
    return [i === 0 ? '' : ', ', { name: e.metric, metric: true }, ` ${tell(e)}${more}`]
  })
  return left.length > SHOWN ? [...said, ` and ${left.length - SHOWN} more`] : said
}

function allWell(critical: readonly Evidence[]): string {
  const checks = critical.filter(isCheck).length
  const metrics = critical.length - checks
  const said = [
    ...(metrics === 0
      ? []
      : [
          metrics === 1
            ? 'its metric is within its margin'
            : `all ${metrics} metrics are within their margins`,
        ]),
    ...(checks === 0 ? [] : [checks === 1 ? 'its condition is met' : `all ${checks} conditions are met`]),
  ]
  return said.join(' and ')
}

function tell(e: Evidence): string {
  const words = isCheck(e) && e.finding === 'unknown' ? 'is not met yet' : reasonWords(e.reason)
  if (e.finding === 'worse' && e.scale === 'ratio' && e.effect.estimate !== null) {
    return `${words} (${change(e.effect.estimate)})`
  }
  return e.needed === undefined ? words : `${words} and needs about ${numbered(e.needed, 'more request')}`
}

function exposedWords({ exposed }: Verdict): string {
  if (exposed === undefined) return ''
  return `${numbered(exposed.requests, 'request')} (${share(exposed.share)}) reached the candidate.`
}
