import { defineCommand } from '../command.ts'
import { planCanary, type CanaryPlan } from './plan.ts'
import { readPlanHistory, readPlanRequest } from './request.ts'
import { planMarkdown, showPlan } from './show.ts'

/** `sluice plan`: how long a canary must run. */
export const planCommand = defineCommand(
  {
    name: 'plan',
    about:
      'Says how long a canary must run: to find a regression, and to pass a sound candidate. Times are for half, 80% and 90% of rollouts.',
    usage: [
      '--base-rate PERCENT --traffic RATE [--share PERCENT] [--margin PERCENT]',
      '--history FILE [--metric NAME] [--share PERCENT] [--margin PERCENT]',
    ],
    options: {
      'base-rate': { value: 'PERCENT', about: 'rate of bad events of the stable version, such as 1%' },
      traffic: { value: 'RATE', about: 'requests of both versions together, such as 100/s or 6000/m' },
      share: { value: 'PERCENT', about: 'share of the traffic that the candidate gets', fallback: '5%' },
      margin: { value: 'PERCENT', about: 'allowed increase of the rate, relative to it', fallback: '25%' },
      confidence: { value: 'NUMBER', about: 'limit on false alarms, such as 0.95', fallback: '0.95' },
      markdown: { about: 'print the plan for a comment on a pull request' },
      history: {
        value: 'FILE',
        about: 'recording of the stable version: the plan is tried on its own noise',
      },
      metric: { value: 'NAME', about: 'metric of the recording, if it has several' },
      patience: { value: 'DURATION', about: 'longest time you want to wait', fallback: '1h' },
    },
    examples: ['plan --base-rate 1% --share 5% --margin 25% --traffic 100/s'],
    exits: '0 done, 3 wrong input',
  },
  async ({ json, markdown, history, metric, ...given }, _, io) => {
    const past = history === undefined ? undefined : await readPlanHistory(history, metric, io)
    const plan = planCanary(readPlanRequest(given, past))
    io.stdout(json ? dataOf(plan) : markdown ? planMarkdown(plan) : showPlan(plan))
    return 0
  },
)

/** The plan as data: the past itself is left out, and what takes too long is null. */
function dataOf({ request: { history, ...request }, ...plan }: CanaryPlan): string {
  const intervals = history?.counts.length
  return `${JSON.stringify({ request: { ...request, intervals }, ...plan }, null, 2)}\n`
}
