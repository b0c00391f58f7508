import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sandbox, SeededRepository } from '@sluice/sandbox'
import { canary } from './canary.ts'
import { forgedGate, gate } from './gate.ts'
import type { Message } from './sentences.ts'
import type { Ended, Scenario, StepEnded } from './scenario.ts'
import type { Stage } from './stage.ts'
import { shadow } from './shadow.ts'
import { swap } from './swap.ts'
import { startWorld } from './world.ts'

export interface Show {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly messages: readonly Message[]
  readonly rate: number
  readonly signingKey: string
  /** Folder for the reports of all releases. */
  readonly out: string
  readonly onLine: (line: string) => void
}

/** One release from canary to gate, every step through the committed bundle of its action. */
export async function release(scenario: Scenario, show: Show): Promise<Ended> {
  const pull = show.repository.pullRequest({
    title: scenario.title,
    branch: scenario.name,
    body: `The service answers with the model *${scenario.candidate}*.`,
  }).number
  const world = await startWorld({
    baseline: 'large',
    candidate: scenario.candidate,
    messages: show.messages,
    rate: show.rate,
  })
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-demo-'))
  try {
    const service = `language-${scenario.candidate}`
    const stage: Stage = { ...show, pull, world, workspace, service, out: join(show.out, scenario.name) }
    const steps = await play(stage, scenario.sound)
    return { scenario, pull, requests: world.traffic.sent(), steps }
  } finally {
    world.stop()
    rmSync(workspace, { recursive: true, force: true })
  }
}

async function play(stage: Stage, sound: boolean): Promise<readonly StepEnded[]> {
  const compared = await shadow(stage, sound)
  const judged = await canary(stage, sound)
  const swaps = sound
    ? [await swap(stage, 'blue', 'swapped'), await swap(stage, 'green', 'swapped')]
    : [await swap(stage, 'green', 'swapped-back')]
  const gates = [await gate(stage, sound ? 'open' : 'closed')]
  return [compared, judged, ...swaps, ...gates, ...(sound ? [] : [await forgedGate(stage)])]
}
