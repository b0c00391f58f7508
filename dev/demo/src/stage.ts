import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { factsFor, runAction, type ActionResult, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import type { StepEnded } from './scenario.ts'
import type { World } from './world.ts'

/** What the steps of one release share. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly pull: number
  readonly world: World
  readonly workspace: string
  /** Where reports are kept. */
  readonly out: string
  /** Every release has servers of its own, so it is a service of its own. */
  readonly service: string
  readonly signingKey: string
  readonly onLine: (line: string) => void
}

const ACTIONS = join(import.meta.dirname, '../../../actions')

interface Step {
  readonly name: string
  readonly action: string
  /** What the step does, in one sentence without its subject's name. */
  readonly about: string
  readonly with: Readonly<Record<string, string>>
  readonly expected: string
  readonly tell: (outputs: ActionResult['outputs']) => string
}

/** Runs one step through its committed bundle, as the runner runs it, and keeps its report. */
export async function runStep(stage: Stage, step: Step): Promise<StepEnded> {
  console.log(`\n  ${step.name}: ${step.about}`)
  const started = performance.now()
  const { outputs, log } = await runAction({
    action: join(ACTIONS, step.action),
    workspace: stage.workspace,
    onLine: stage.onLine,
    facts: factsFor(stage.sandbox, stage.repository, { pull: stage.pull }),
    with: {
      environment: 'production',
      // The promoted canary stays open until it is finished, and a service has one open rollout.
      service: step.action === 'bluegreen-swap' ? `${stage.service}-colours` : stage.service,
      'report-dir': step.name,
      'signing-key': stage.signingKey,
      'environment-url': stage.world.front,
      ...step.with,
    },
  })
  const report = join(stage.workspace, step.name)
  // The canary's report is the release's own; the others have a folder each.
  const folder = step.action === 'canary-step' ? stage.out : join(stage.out, step.name)
  mkdirSync(folder, { recursive: true })
  if (existsSync(report)) cpSync(report, folder, { recursive: true })
  const seconds = (performance.now() - started) / 1000
  return {
    step: step.name,
    decision: outputs['decision'] ?? '',
    expected: step.expected,
    seconds,
    told: step.tell(outputs),
    log,
  }
}
