import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepEnded } from './scenario.ts'
import { runStep, type Stage } from './stage.ts'

/** The gate policy of the demo's default branch: a canary must have passed, signed by the release's key. */
export function gatePolicy(publicKey: string): string {
  return `require: [canary-step]\nsigned: true\npublic-keys: |\n  ${publicKey.trim().replaceAll('\n', '\n  ')}\n`
}

/** Opens production on the canary's signed verdict, or says why not. */
export async function gate(stage: Stage, expected: 'open' | 'closed'): Promise<StepEnded> {
  return await askGate(
    stage,
    'gate',
    'canary/verdict.signed.json',
    expected,
    'production opens only for a signed pass of the canary',
  )
}

/** The same verdict with its outcome turned into a pass by someone who has no key. */
export async function forgedGate(stage: Stage): Promise<StepEnded> {
  mkdirSync(join(stage.workspace, 'forged'), { recursive: true })
  const signed = readFileSync(join(stage.workspace, 'canary/verdict.signed.json'), 'utf8')
  writeFileSync(join(stage.workspace, 'forged/verdict.signed.json'), forge(signed))
  return await askGate(
    stage,
    'forged-gate',
    'forged/verdict.signed.json',
    'closed',
    'someone without the key turned the fail into a pass; the gate must notice',
  )
}

function forge(signed: string): string {
  const envelope = JSON.parse(signed) as { payload: string }
  const statement = Buffer.from(envelope.payload, 'base64').toString('utf8')
  const turned = statement
    .replaceAll('"outcome":"fail"', '"outcome":"pass"')
    .replaceAll('"reason":"regression_found"', '"reason":"within_margin"')
    .replaceAll('"finding":"worse"', '"finding":"fine"')
  return JSON.stringify({ ...envelope, payload: Buffer.from(turned).toString('base64') })
}

async function askGate(
  stage: Stage,
  name: string,
  verdicts: string,
  expected: string,
  about: string,
): Promise<StepEnded> {
  return await runStep(stage, {
    name,
    action: 'promote-gate',
    about,
    expected,
    tell: (outputs) => unmetWords(outputs['unmet'] ?? ''),
    with: { verdicts, from: 'files', policy: '.github/sluice-gate.yml' },
  })
}

function unmetWords(unmet: string): string {
  if (unmet === '' || unmet === '[]') return 'every condition is met'
  const list = JSON.parse(unmet) as readonly { readonly because?: string; readonly reason?: string }[]
  return list.map(({ because, reason }) => because ?? reason ?? '').join('; ')
}
