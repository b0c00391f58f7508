import { field, refuse } from '@sluice/action'

/** When requests are sent: so many a second, or as they were recorded, faster or slower. */
export type ReplayRate = { readonly perSecond: number } | { readonly speed: number }

const SHAPE = 'requests a second such as `50/s`, or a multiple of the recorded speed such as `2x`'

export const rateField = field(SHAPE, (given): ReplayRate => {
  const match = /^(\d+(?:\.\d+)?)\s*(\/s|x)$/.exec(given)
  const value = Number(match?.[1])
  if (!(value > 0 && value <= 100_000)) return refuse(SHAPE, given)
  return match?.[2] === 'x' ? { speed: value } : { perSecond: value }
})

/** How long after the beginning each request is due, in milliseconds. Arrivals at a rate are a Poisson process. */
export function dueTimes(
  recorded: readonly (number | undefined)[],
  rate: ReplayRate,
  random: () => number,
): readonly number[] {
  let due = 0
  if ('perSecond' in rate) {
    return recorded.map(() => {
      const mine = due
      due += (-Math.log(1 - random()) / rate.perSecond) * 1000
      return mine
    })
  }
  const first = recorded.find((at) => at !== undefined) ?? 0
  return recorded.map((at) => {
    // A request without a time, or with one that runs backwards, is due with the one before it.
    due = Math.max(due, at === undefined ? due : (at - first) / rate.speed)
    return due
  })
}
