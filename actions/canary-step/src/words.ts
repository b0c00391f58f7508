import type { Climbed } from './climb.ts'

/** What was done, for the headline: "api in production WORDS: …". */
export function didWords({ decision, from, weight }: Pick<Climbed, 'decision' | 'from' | 'weight'>): string {
  switch (decision) {
    case 'promote':
      return 'was promoted to 100%'
    case 'advance':
      return weight === from ? `passed at ${from}%` : `moves up from ${from}% to ${weight}%`
    case 'hold':
      return `holds at ${from}%`
    case 'roll-back':
      return `was rolled back from ${from}% to ${weight}%`
  }
}
