import type { UpdateWindow } from './manifest.ts'

const DAY_MS = 24 * 60 * 60_000

/** Milliseconds between two moments (epoch milliseconds) during which a window was open. */
export function openBetween(window: UpdateWindow | null, from: number, to: number): number {
  if (to <= from) return 0
  if (window === null) return to - from
  const length = ((window.to - window.from + 24 * 60) % (24 * 60)) * 60_000
  // The window of the day before may reach into the first day.
  const firstDay = Math.floor(from / DAY_MS) - 1
  const days = Math.floor(to / DAY_MS) - firstDay + 1
  let open = 0
  for (let day = 0; day < days; day++) {
    const opens = (firstDay + day) * DAY_MS + window.from * 60_000
    open += Math.max(0, Math.min(to, opens + length) - Math.max(from, opens))
  }
  return open
}
