import type { ShadowFigure } from '@sluice/verdict'
import type { Distribution } from '../../tally/distribution.ts'
import { concordanceFrom } from '../concordance.ts'
import { besideFigure, meanFigure, meanIn, normalFigure } from './mean.ts'

/** Kept to work out other figures, and of no interest by themselves. */
const HIDDEN = /squared|product/
/** What both models have one of; the two are one figure. */
const OF_BOTH = /^(stable|candidate) /

type Figures = ReadonlyMap<string, Distribution>

/** The figures of other kinds of models: means with intervals, root mean square errors, concordance. */
export function numberFigures(figures: Figures, confidence: number): readonly ShadowFigure[] {
  const shown = [...figures].filter(([name]) => !HIDDEN.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...shown.flatMap(([name, figure]) => {
      const of = name.replace(OF_BOTH, '')
      if (of === name) return meanFigure(name, figure, confidence)
      const stable = figures.get(`stable ${of}`)
      return stable === undefined || name.startsWith('stable ')
        ? []
        : besideFigure(of, stable, figure, confidence)
    }),
    ...rootMeanSquare(figures, confidence),
    ...concordanceFigure(figures, confidence),
  ]
}

function rootMeanSquare(figures: Figures, confidence: number): readonly ShadowFigure[] {
  const [before, after] = [
    meanIn(figures.get('stable squared error')),
    meanIn(figures.get('candidate squared error')),
  ]
  if (before === undefined || after === undefined) return []
  const { value, low, high } = normalFigure('', after, confidence)
  const root = (square: number): number => Math.sqrt(Math.max(0, square))
  return [
    {
      name: 'root mean square error',
      value: root(value),
      ...(low === undefined || high === undefined ? {} : { low: root(low), high: root(high) }),
      stable: root(before.value),
    },
  ]
}

function concordanceFigure(figures: Figures, confidence: number): readonly ShadowFigure[] {
  const mean = (name: string) => meanIn(figures.get(name))
  const [x, y] = [mean('stable prediction'), mean('candidate prediction')]
  const [xx, yy, xy] = [mean('stable squared'), mean('candidate squared'), mean('product')]
  if (x === undefined || y === undefined || xx === undefined || yy === undefined || xy === undefined)
    return []
  const found = concordanceFrom(
    x.n,
    { x: x.value, y: y.value, xx: xx.value, yy: yy.value, xy: xy.value },
    confidence,
  )
  return found === undefined ? [] : [{ name: 'concordance correlation', ...found }]
}
