import {
  afterCanary,
  canaryStep,
  contract as canaryContract,
  NOTE as CANARY_NOTE,
} from '@sluice/action-canary-step'
import { afterSwap, contract as swapContract, NOTE as SWAP_NOTE, swap } from '@sluice/action-bluegreen-swap'
import { UserError, type Fields } from '@sluice/action'
import { COMMANDS, type LifeCommand } from '@sluice/rollout'
import { nearestName } from '@sluice/schema'
import { defineCommand, type Command } from '../command.ts'
import { REPORT_OPTIONS } from '../report-options.ts'
import { optionsOf, OWN_OPTIONS } from './options.ts'
import { runVerb, type Given, type RolloutVerb } from './run.ts'

/** One line for each command, for the help text. */
const MEANINGS: Readonly<Record<LifeCommand, string>> = {
  run: 'start, or continue what is open',
  claim: 'empty the slot of the candidate, before it is deployed',
  continue: 'continue what is open, and start nothing',
  promote: 'send all traffic to the candidate now',
  pause: 'send all traffic to the baseline, and wait for resume',
  resume: 'continue a paused rollout at its weight',
  abort: 'send all traffic to the baseline now, and end the rollout',
  retry: 'try a decided candidate again',
  finish: 'move everyone to the stable version, once it runs the promoted one',
  status: 'say what is open, and change nothing',
}

/** `sluice canary COMMAND`: what the action `canary-step` does, from a terminal or any CI system. */
export const canaryCommand = rolloutCommand({
  name: 'canary',
  about:
    'Runs a canary as the action canary-step does, or tells the open one what to do. The options are the inputs of the action; .github/sluice.yml is read as well. Secrets come from GITHUB_TOKEN, SLUICE_SIGNING_KEY and SLUICE_NOTIFY.',
  contract: canaryContract,
  note: CANARY_NOTE,
  step: canaryStep,
  after: afterCanary,
})

/** `sluice swap COMMAND`: what the action `bluegreen-swap` does, from a terminal or any CI system. */
export const swapCommand = rolloutCommand({
  name: 'swap',
  about:
    'Runs a blue/green swap as the action bluegreen-swap does, or tells the open one what to do. The options are the inputs of the action; .github/sluice.yml is read as well. Secrets come from GITHUB_TOKEN, SLUICE_SIGNING_KEY and SLUICE_NOTIFY.',
  contract: swapContract,
  note: SWAP_NOTE,
  step: swap,
  after: afterSwap,
})

function rolloutCommand<F extends Fields, O extends string>(verb: RolloutVerb<F, O>): Command {
  return defineCommand(
    {
      name: verb.name,
      about: verb.about,
      usage: [`${COMMANDS.join('|')} [OPTIONS]`],
      operands: ['COMMAND'],
      words: MEANINGS,
      options: { ...optionsOf(verb.contract.name, verb.contract.inputs), ...OWN_OPTIONS, ...REPORT_OPTIONS },
      examples: [
        `${verb.name} run --service shop --router-settings 'url: http://127.0.0.1:8081'`,
        `${verb.name} status --service shop`,
        `${verb.name} abort --service shop`,
      ],
      exits:
        '0 promoted, advanced or done as asked, 1 rolled back or refused, 2 undecided, 3 wrong input, 4 could not',
    },
    async (given, [word = ''], io) => await runVerb(verb, commandNamed(verb.name, word), given as Given, io),
  )
}

function commandNamed(verb: string, word: string): LifeCommand {
  const command = COMMANDS.find((one) => one === word)
  if (command !== undefined) return command
  const near = nearestName(word, COMMANDS)
  throw new UserError(
    'UNKNOWN_COMMAND',
    `sluice ${verb}: ${JSON.stringify(word)} is not one of ${COMMANDS.join(', ')}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    `\`sluice ${verb} --help\` says what each needs.`,
  )
}
