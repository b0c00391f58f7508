import type { Block, Evidence } from '@sluice/verdict'
import { armValue } from './arm-value.ts'
import { html } from './escape.ts'
import { plainNumber } from './numbers.ts'
import { observedValue } from './rows.ts'

/** The plot's own units; the page stretches it to its room, so that lines are thin and texts readable at any width. */
const WIDTH = 1000
const HEIGHT = 100
const ARMS = ['baseline', 'candidate'] as const

/**
 * Both arms over time, one point a block, with the candidate's share of the traffic as a shaded staircase behind: lines
 * as inline SVG, labels as text around them. Empty with fewer than two blocks.
 */
export function timeChart(e: Evidence): string {
  const blocks = thinned(e.samples.blocks, 400)
  const values = blocks
    .flatMap((b) => ARMS.map((arm) => valueOf(e, b, arm)))
    .filter((v): v is number => v !== null)
  const first = blocks[0]
  const last = blocks.at(-1)
  // A line needs two points.
  if (first === undefined || last === undefined || blocks.length < 2 || values.length === 0) return ''
  const ticks = ticksFor(Math.min(0, ...values), Math.max(0, ...values))
  const least = ticks[0] ?? 0
  const span = (ticks.at(-1) ?? 0) - least || 1
  const x = (t: number): number => ((t - first.from) / Math.max(1, last.to - first.from)) * WIDTH
  const y = (v: number): number => (1 - (v - least) / span) * HEIGHT
  const line = (arm: (typeof ARMS)[number]): string => {
    const points = blocks.flatMap((b) => {
      const v = valueOf(e, b, arm)
      return v === null ? [] : [`${x((b.from + b.to) / 2).toFixed(1)},${y(v).toFixed(1)}`]
    })
    return `<polyline class="${arm}" points="${points.join(' ')}"/>`
  }
  return [
    '<div class="time"><div class="shares" aria-hidden="true">',
    ...weightLabels(blocks, x),
    '</div><div class="ticks" aria-hidden="true">',
    ...ticks.map((tick) => `<span style="top:${y(tick).toFixed(1)}%">${observedValue(e, tick)}</span>`),
    `</div><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${html(`${e.metric} of both versions over time`)}">`,
    ...blocks.map((b) => weightBar(b, x)),
    ...ticks.map(
      (tick) =>
        `<line class="axis" x1="0" x2="${WIDTH}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>`,
    ),
    ...ARMS.map(line),
    `</svg><div class="clock"><span>${clock(first.from)}</span><span>${clock(last.to)}</span></div></div>`,
  ].join('')
}

function weightBar({ from, to, weight }: Block, x: (t: number) => number): string {
  return `<rect class="weight" x="${x(from).toFixed(1)}" width="${Math.max(0.5, x(to) - x(from)).toFixed(1)}" y="${HEIGHT - weight}" height="${weight}"/>`
}

/** Part of the width below which two labels would touch on a phone. */
const LABEL_ROOM = 0.12 * WIDTH

/** The share of traffic where it changes, unless its neighbour's label stands there. */
function weightLabels(blocks: readonly Block[], x: (t: number) => number): readonly string[] {
  let free = -Infinity
  return blocks.flatMap(({ from, weight }, i) => {
    const at = x(from)
    if ((i > 0 && blocks[i - 1]?.weight === weight) || at < free || at > WIDTH - LABEL_ROOM / 2) return []
    free = at + LABEL_ROOM
    return [`<span style="left:${((100 * at) / WIDTH).toFixed(1)}%">${plainNumber(weight)}%</span>`]
  })
}

/** Round numbers from at most `least` to at least `most`, three to six of them; zero alone where nothing else was seen. */
function ticksFor(least: number, most: number): readonly number[] {
  if (least === most) return [0]
  const rough = (most - least) / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power
  const from = Math.floor(least / step)
  const count = Math.ceil(most / step) - from + 1
  return Array.from({ length: count }, (_, i) => Number(((from + i) * step).toPrecision(12)))
}

function valueOf(e: Evidence, block: Block, arm: (typeof ARMS)[number]): number | null {
  return armValue(block[arm], e.policy.quantile ?? 0.5)
}

/** Every k-th block when there are more than `most`; a chart has no room for more. */
function thinned(blocks: readonly Block[], most: number): readonly Block[] {
  const step = Math.max(1, Math.ceil(blocks.length / most))
  return blocks.filter((_, i) => i % step === 0)
}

function clock(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`
}
