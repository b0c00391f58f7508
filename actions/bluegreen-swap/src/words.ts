import { reasonText, type SwapStep, type Swapped } from '@sluice/rollout'
import type { Colours } from './stand.ts'

/** What is about to happen, for the log; empty for what is not worth a line. */
export function stepWords(step: SwapStep, { target, previous }: Colours): string {
  switch (step.do) {
    case 'check':
      return `Checking ${target} before anyone meets it.`
    case 'check-shared':
      return 'Checking the shared components for both colours.'
    case 'shift':
      return `Moving traffic: ${step.share} % to ${target}, the rest to ${previous}.`
    case 'release':
      return `Setting the deployment of ${previous} inactive.`
    case 'retire':
      return `Retiring ${previous}.`
    case 'go-home':
      return `Going back: all traffic to ${previous}.`
    case 'leave':
      return 'Undecided: leaving the swap as it stands for a later run.'
    case 'check-home':
    case 'look':
    case 'read':
    case 'wait':
    case 'mark':
    case 'end':
      return ''
  }
}

/** What was done, for the headline: "api in production WORDS: …". */
export function didWords(
  { decision, why, already, homeProblem }: Pick<Swapped, 'decision' | 'why' | 'already' | 'homeProblem'>,
  colours: Colours,
): string {
  const { target, previous } = colours
  const because = why === undefined ? '' : ` (${reasonText(why)})`
  switch (decision) {
    case 'swapped':
      if (why !== undefined) {
        const problem = homeProblem === undefined ? '' : `, because ${previous} does not work: ${homeProblem}`
        return `stays on ${target} and needs a person${problem === '' ? because : problem}`
      }
      return already ? `had swapped to ${target} before` : `swapped from ${previous} to ${target}`
    case 'swapped-back':
      if (why === 'rehearsed') return `rehearsed the swap to ${target} and is back on ${previous}`
      return `swapped back to ${previous}${because}`
    case 'refused':
      return `was not swapped to ${target}${because}`
    case 'waiting':
      return `is on watch with ${target}`
  }
}
