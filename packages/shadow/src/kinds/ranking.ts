import { tokenText } from '../tally/read-text.ts'
import { arrayIn, type AnswerKind, type ModelPaths } from './contract.ts'
import { FigureTally, type FigureObserver } from './figure-tally.ts'
import { discountedGain, rankMeasures } from './rank-measures.ts'

export const rankingKind: AnswerKind = {
  tally: (paths) => new FigureTally(observeRankings(paths)),
  truth: 'gain loss',
}

/** Lists of names or of objects with an `id`: overlap and order at the top, and with relevant names the gain, less of which is a loss. */
function observeRankings({ top }: ModelPaths): FigureObserver {
  return (answers, add) => {
    const stable = namesIn(answers.stable)
    const candidate = namesIn(answers.candidate)
    if (stable === undefined || candidate === undefined) return undefined
    const found = rankMeasures(stable, candidate, top)
    add('same first result', Number(found.topSame))
    add(`overlap of the first ${top}`, found.overlap)
    add('rank-biased overlap', found.rankBiased)
    if (found.tau !== undefined) add("Kendall's tau", found.tau)
    const label = relevantIn(answers.label)
    const before = discountedGain(stable, new Set(label), top)
    const after = discountedGain(candidate, new Set(label), top)
    if (before === undefined || after === undefined)
      return { agree: found.sameOrder, apart: 1 - found.rankBiased }
    add('stable discounted gain', before)
    add('candidate discounted gain', after)
    return { agree: found.sameOrder, loss: { stable: 1 - before, candidate: 1 - after } }
  }
}

/** The names of what is relevant: a list, or one; none where the truth is not known. */
function relevantIn(token: string | undefined): readonly string[] {
  if (token === undefined || token === 'null') return []
  return namesIn(token) ?? [tokenText(token)]
}

function namesIn(token: string | undefined): readonly string[] | undefined {
  return arrayIn(token)?.map((item) => {
    const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : item
    return typeof id === 'string' ? id : JSON.stringify(id)
  })
}
