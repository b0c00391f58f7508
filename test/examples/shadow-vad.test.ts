import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { shadowDetails, type Verdict } from '@sluice/verdict'
import { beforeAll, describe, expect, test } from 'vitest'
import { answers, clips, type Caller } from '../../examples/shadow-vad/records.ts'
import { compared, verdictOn } from '../packages/shadow/worlds.ts'

const SOUNDS = '/usr/share/sounds/alsa'
const modules = process.env['VAD_MODULES'] ?? ''
const missing = [
  ...(existsSync(join(modules, 'onnxruntime-node')) && existsSync(join(modules, '@ricky0123/vad-web'))
    ? []
    : ['VAD_MODULES names no folder of onnxruntime-node and @ricky0123/vad-web']),
  ...(existsSync(SOUNDS) ? [] : ['there are no sounds of alsa-utils']),
]
if (missing.length > 0) console.log(`skipped: ${missing.join('; ')}`)

const WORDS = { kind: 'classification', slices: 'clip', 'max-difference-rate': '5%' }

describe.skipIf(missing.length > 0)('a newer voice-activity model', () => {
  let said: (caller: Caller) => Promise<string>
  beforeAll(() => {
    const all = clips(SOUNDS)
    said = async (caller) => await answers(modules, caller, all)
  })

  const upgrade = async (
    context: number,
    words: Readonly<Record<string, string>> = WORDS,
  ): Promise<Verdict> => {
    const stable = await said({ version: 'v5', context })
    const candidate = await said({ version: 'v6', context })
    return verdictOn(compared([stable, candidate], words), words, stable.split('\n')[0])
  }

  test('called as the old one, it never hears anyone: rejected, with every flip one way', async () => {
    const verdict = await upgrade(0)
    expect(verdict.outcome).toBe('fail')
    const disagreement = verdict.evidence.find(({ metric }) => metric === 'disagreement')
    expect(disagreement).toMatchObject({ finding: 'worse', reason: 'difference_beyond_budget' })
    expect(disagreement?.observed.candidate).toMatchObject({ trials: 677, events: 175 })
    const model = shadowDetails(verdict.details)?.model
    expect(model?.type === 'classification' ? model.flips : undefined).toEqual([
      { from: 'speech', to: 'silence', count: 175 },
    ])
    const agreement = model?.figures.find(({ name }) => name === 'agreement')
    expect(agreement?.value).toBeCloseTo(0.742, 3)
    expect(model?.drift.every(({ flagged }) => flagged)).toBe(true)
  })

  test('called as it wants to be, it agrees: accepted within 5 %', async () => {
    const verdict = await upgrade(64)
    const disagreement = verdict.evidence.find(({ metric }) => metric === 'disagreement')
    expect(disagreement?.observed.candidate).toMatchObject({ trials: 677, events: 19 })
    expect(disagreement?.effect.high).toBeLessThan(0.05)
    expect(verdict.outcome).toBe('pass')
    const model = shadowDetails(verdict.details)?.model
    expect(model?.type === 'classification' ? model.flips : undefined).toEqual([
      { from: 'silence', to: 'speech', count: 16 },
      { from: 'speech', to: 'silence', count: 3 },
    ])
    expect((await upgrade(64, { kind: 'classification' })).outcome).toBe('fail')
  })
})
