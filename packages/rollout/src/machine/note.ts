import { WHYS, type Mark, type SwapPlan, type Why } from './plan.ts'

/** The longest description GitHub keeps with a deployment status, in characters. */
export const NOTE_LENGTH = 140

/** A mark as one line for people, with its exact form at the end in brackets: `Green serves … [live 98 1763900000123]`. */
export function noteOf(plan: SwapPlan, mark: Mark): string {
  const tail = `[${tokens(mark).join(' ')}]`
  const room = NOTE_LENGTH - tail.length - 1
  const words = sentence(plan, mark)
  return `${words.length > room ? `${words.slice(0, room - 1)}…` : words} ${tail}`
}

/** Reads a mark back from a note; undefined for any text that is not one of ours. */
export function markOf(note: string): Mark | undefined {
  const found =
    /\[(checked|shifting|live|passed|refused|returning|returned|stayed|kept|released|retired)((?: [\w.]+)*) (\d+)\]$/.exec(
      note,
    )
  if (found === null) return undefined
  return decodeMark(found[1] ?? '', (found[2] ?? '').trim(), Number(found[3]))
}

function tokens(mark: Mark): readonly string[] {
  const at = String(mark.at)
  if ('share' in mark) return [mark.what, String(mark.share), at]
  return 'why' in mark ? [mark.what, mark.why, at] : [mark.what, at]
}

function decodeMark(what: string, rest: string, at: number): Mark | undefined {
  switch (what) {
    case 'shifting':
    case 'live':
    case 'passed':
      return /^\d+(\.\d+)?$/.test(rest) ? { what, at, share: Number(rest) } : undefined
    case 'refused':
    case 'returning':
    case 'returned':
    case 'stayed': {
      const why = WHYS.find((known) => known === rest)
      return why === undefined ? undefined : { what, at, why }
    }
    case 'checked':
    case 'kept':
    case 'released':
    case 'retired':
      return rest === '' ? { what, at } : undefined
    default:
      return undefined
  }
}

const REASONS: Readonly<Record<Why, string>> = {
  checks_failed: 'a check before the swap failed',
  checks_undecided: 'a check before the swap gave no answer',
  shared_incompatible: 'a shared component does not suit both colours',
  regression_found: 'it broke a limit',
  not_enough_data: 'the watch ended undecided',
  nothing_measured: 'nothing was measured',
  source_unavailable: 'the metrics could not be read',
  sample_ratio_mismatch: 'traffic was not split as planned',
  traffic_changed: 'someone else changed the traffic',
  another_swap: 'another swap is under way',
  stopped: 'the run was stopped or failed',
  rehearsed: 'the rehearsal is over',
  no_way_back: 'the previous colour does not work either',
}

function sentence(plan: SwapPlan, mark: Mark): string {
  const { target, previous } = plan
  switch (mark.what) {
    case 'checked':
      return `${target} passed every check.`
    case 'shifting':
      return `Moving ${mark.share} % to ${target}.`
    case 'live':
      return `${target} serves ${mark.share} %, on watch.`
    case 'passed':
      return `${target} proved itself at ${mark.share} %.`
    case 'kept':
      return `${target} serves everything.`
    case 'released':
      return `${previous} is inactive.`
    case 'retired':
      return `${target} stays; the swap from ${previous} is complete.`
    case 'refused':
      return `Not swapped to ${target}: ${REASONS[mark.why]}.`
    case 'returning':
      return `Going back to ${previous}: ${REASONS[mark.why]}.`
    case 'returned':
      return `All traffic is back on ${previous}: ${REASONS[mark.why]}.`
    case 'stayed':
      return `Traffic stays on ${target}, and a person is needed: ${REASONS[mark.why]}.`
  }
}

/** One sentence for people about why a swap was refused or taken back. */
export function reasonText(why: Why): string {
  return REASONS[why]
}
