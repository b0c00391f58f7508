import { existsSync } from 'node:fs'
import { defineCommand } from '../command.ts'
import { optionsOf } from '../rollout/options.ts'
import { planPast, type PlanFromPast } from './from-past.ts'
import { planCanary, type CanaryPlan } from './plan.ts'
import { readPatience, readPlanHistory, readPlanRequest } from './request.ts'
import { planMarkdown, showPlan } from './show.ts'
import { pastPlanMarkdown, showPastPlan } from './show-past.ts'
import { askSource, noPlan, pastInputs } from './source.ts'

const CONFIG = '.github/sluice.yml'
/** The candidate's weight where nothing names one, in percent. */
const USUAL_WEIGHT = 5
const NEEDED = ['source', 'source-settings', 'metrics', 'service', 'config'] as const

const { confidence: _, share: __, ...ofSource } = optionsOf('canary-step', pastInputs)
/** The inputs of canary-step; confidence and share are options of every plan. */
const SOURCE_OPTIONS = {
  ...ofSource,
  service: { value: 'NAME', about: 'service whose settings in the config file count' },
  config: { value: 'FILE', about: `file with the inputs of the actions (default: ${CONFIG})` },
}

/** `sluice plan`: how long a canary must run. */
export const planCommand = defineCommand(
  {
    name: 'plan',
    about:
      'Says how long a canary must run: to find a regression, and to pass a sound candidate. Times are for half, 80% and 90% of rollouts.',
    usage: [
      '--base-rate PERCENT --traffic RATE [--share PERCENT] [--margin PERCENT]',
      '--history FILE [--metric NAME] [--share PERCENT] [--margin PERCENT]',
      '--source NAME --source-settings SETTINGS --metrics METRICS [--ladder WEIGHTS] [--noise DURATION]',
      '[--service NAME] (all of these from .github/sluice.yml)',
    ],
    options: {
      ...SOURCE_OPTIONS,
      'base-rate': { value: 'PERCENT', about: 'rate of bad events of the stable version, such as 1%' },
      traffic: { value: 'RATE', about: 'requests of both versions together, such as 100/s or 6000/m' },
      share: {
        value: 'PERCENT',
        about:
          'share of the traffic that the candidate gets (default: 5%); with a source, its share beside a control',
      },
      margin: {
        value: 'PERCENT',
        about: 'allowed increase of the rate, relative to it (default: 25%); not with a source',
      },
      confidence: {
        value: 'NUMBER',
        about: 'limit on false alarms, such as 0.95 (default), with a source 95%',
      },
      markdown: { about: 'print the plan for a comment on a pull request' },
      history: {
        value: 'FILE',
        about: 'recording of the stable version: the plan is tried on its own noise',
      },
      metric: { value: 'NAME', about: 'metric of the recording, if it has several' },
      patience: { value: 'DURATION', about: 'longest time you want to wait', fallback: '1h' },
    },
    examples: [
      'plan --base-rate 1% --share 5% --margin 25% --traffic 100/s',
      'plan --service shop --ladder "5, 25, 50"',
    ],
    exits: '0 done, 3 wrong input',
  },
  async ({ json, markdown, history, metric, ...given }, _, io) => {
    const ofSource = isOfSource({ history, ...given })
    refuseStrangers(ofSource, { history, metric, ...given })
    if (ofSource) {
      const tell = (line: string): void => io.stderr(`${line}\n`)
      const plan = planPast(await askSource(given, USUAL_WEIGHT, tell), readPatience(given), tell)
      io.stdout(json ? pastData(plan) : markdown ? pastPlanMarkdown(plan) : showPastPlan(plan))
      return 0
    }
    const past = history === undefined ? undefined : await readPlanHistory(history, metric, io)
    const plan = planCanary(readPlanRequest(given, past))
    io.stdout(json ? dataOf(plan) : markdown ? planMarkdown(plan) : showPlan(plan))
    return 0
  },
)

/** Options of the other way to plan would change nothing. */
function refuseStrangers(ofSource: boolean, given: Readonly<Record<string, unknown>>): void {
  const others = ofSource ? ['margin', 'metric'] : Object.keys(SOURCE_OPTIONS)
  const strange = others.filter((name) => isGiven(given[name])).map((name) => `--${name}`)
  if (strange.length === 0) return
  throw ofSource
    ? noPlan(
        `${strange.join(', ')}: not for a plan from a source`,
        'Set the margin of each metric in `metrics`, or give `--base-rate` and `--traffic`, or `--history`.',
      )
    : noPlan(
        `${strange.join(', ')}: only for a plan from a source`,
        'Leave it out, or leave out `--history`, `--base-rate` and `--traffic`.',
      )
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined
}

/** Whether the past of a source is to be planned from: its inputs are given, or the settings of a canary are here. */
function isOfSource(given: Readonly<Record<string, unknown>>): boolean {
  if (['history', 'base-rate', 'traffic'].some((name) => isGiven(given[name]))) return false
  return NEEDED.some((name) => isGiven(given[name])) || existsSync(CONFIG)
}

/** What takes too long is null. */
function pastData(plan: PlanFromPast): string {
  const { confidence, share, seconds, ...rest } = plan
  return `${JSON.stringify({ request: { seconds, confidence, share }, ...rest }, null, 2)}\n`
}

/** The plan as data: the past itself is left out, and what takes too long is null. */
function dataOf({ request: { history, ...request }, ...plan }: CanaryPlan): string {
  const intervals = history?.counts.length
  return `${JSON.stringify({ request: { ...request, intervals }, ...plan }, null, 2)}\n`
}
