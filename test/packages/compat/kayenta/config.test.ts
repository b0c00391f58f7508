import { kayenta } from '@sluice/compat'
import { describe, expect, test } from 'vitest'

const METRIC = { name: 'latency', groups: ['speed'] }
const withCanary = (canary: unknown): unknown => ({
  metrics: [{ ...METRIC, analysisConfigurations: { canary } }],
  classifier: { groupWeights: {} },
})

describe('canary configs', () => {
  test('what is not said takes the defaults of the judge', () => {
    const config = kayenta.readCanaryConfig({ metrics: [METRIC] }, false)
    expect(config.thresholds).toEqual({ pass: 95, marginal: 75 })
    expect(config.metrics[0]?.settings).toEqual({
      direction: 'either',
      nanStrategy: 'remove',
      critical: false,
      mustHaveData: false,
      muted: false,
      measure: 'meanRatio',
      allowed: { decrease: 1, increase: 1 },
      criticalAt: { decrease: 1, increase: 1 },
    })
  })

  test('the common language effect size has limits of its own', () => {
    const config = kayenta.readCanaryConfig(withCanary({ effectSize: { measure: 'cles' } }), true)
    expect(config.metrics[0]?.settings.allowed).toEqual({ decrease: 0.5, increase: 0.5 })
  })

  test('a word nobody knows is taken for the default there, and refused here', () => {
    const odd = withCanary({ direction: 'upwards', nanStrategy: 'ignore', critcal: true })
    expect(kayenta.readCanaryConfig(odd, false).metrics[0]?.settings.direction).toBe('either')
    expect(() => kayenta.readCanaryConfig(odd, true)).toThrow(/critcal[^]*upwards[^]*ignore/)
  })

  test('every problem of a config is told at once', () => {
    const data = { metrics: [{ name: '' }, METRIC, METRIC], classifier: { groupWeights: { speed: 'much' } } }
    const tell = (): string => {
      try {
        kayenta.readCanaryConfig(data, true)
        return ''
      } catch (error) {
        return String(error)
      }
    }
    for (const part of ['metrics[0].name', 'metrics[0].groups', 'got twice: latency', 'groupWeights.speed']) {
      expect(tell()).toContain(part)
    }
  })

  test('weights above 100 are refused strictly, for they would give other groups a negative weight', () => {
    const data = { metrics: [METRIC], classifier: { groupWeights: { speed: 120 } } }
    expect(kayenta.readCanaryConfig(data, false).weights.get('speed')).toBe(120)
    expect(() => kayenta.readCanaryConfig(data, true)).toThrow(/at most 100/)
  })
})
