import type { EffectDirection, MetricSettings } from './classification.ts'
import type { EffectMeasure } from './effect-size.ts'
import type { NanStrategy } from './missing.ts'

const DEFAULT_OUTLIER_FACTOR = 3
const KNOWN_KEYS = ['direction', 'nanStrategy', 'outliers', 'critical', 'mustHaveData', 'muted', 'effectSize']

/**
 * Reads `analysisConfigurations.canary` as Kayenta does: what is missing or not understood takes its default. Strict
 * notes each word that is not understood in `problems` instead of guessing.
 */
export function readMetricSettings(
  data: unknown,
  path: string,
  problems: string[] | undefined,
): MetricSettings {
  const reader = new Reader(path, problems)
  const canary = reader.table(data, '', KNOWN_KEYS)
  const effect = reader.table(canary['effectSize'], '.effectSize', undefined)
  const outliers = reader.table(canary['outliers'], '.outliers', undefined)
  const measure = reader.word<EffectMeasure>(effect['measure'], '.effectSize.measure', ['meanRatio', 'cles'])
  const none = measure === 'cles' ? 0.5 : 1
  const limit = (name: string): number => reader.number(effect[name], `.effectSize.${name}`, none)
  const drops =
    reader.word(outliers['strategy'], '.outliers.strategy', ['keep', 'remove', 'none']) === 'remove'
  const factor = reader.number(outliers['outlierFactor'], '.outliers.outlierFactor', DEFAULT_OUTLIER_FACTOR)
  return {
    direction: reader.word<EffectDirection>(canary['direction'], '.direction', [
      'either',
      'increase',
      'decrease',
    ]),
    nanStrategy: nanStrategy(reader, canary['nanStrategy']),
    ...(drops ? { outlierFactor: factor } : {}),
    critical: reader.flag(canary['critical'], '.critical'),
    mustHaveData: reader.flag(canary['mustHaveData'], '.mustHaveData'),
    muted: reader.flag(canary['muted'], '.muted'),
    measure,
    allowed: { decrease: limit('allowedDecrease'), increase: limit('allowedIncrease') },
    criticalAt: { decrease: limit('criticalDecrease'), increase: limit('criticalIncrease') },
  }
}

function nanStrategy(reader: Reader, given: unknown): NanStrategy {
  const word = reader.word(given, '.nanStrategy', ['remove', 'replace', 'none'])
  return word === 'replace' ? 'replace' : 'remove'
}

/** Takes values out of loose data, noting what it had to replace by a default. */
class Reader {
  private readonly path: string
  private readonly problems: string[] | undefined
  constructor(path: string, problems: string[] | undefined) {
    this.path = path
    this.problems = problems
  }

  /** The first word is the default. */
  word<W extends string>(given: unknown, at: string, words: readonly [W, ...W[]]): W {
    const found = words.find((word) => word === given)
    if (found === undefined && given !== undefined && given !== null)
      this.note(at, `one of ${words.join(', ')}`, given)
    return found ?? words[0]
  }

  number(given: unknown, at: string, fallback: number): number {
    if (given === undefined || given === null) return fallback
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.note(at, 'a number', given)
    return fallback
  }

  flag(given: unknown, at: string): boolean {
    if (given === undefined || given === null) return false
    if (typeof given === 'boolean') return given
    if (given === 'true' || given === 'false') return given === 'true'
    this.note(at, 'true or false', given)
    return false
  }

  table(given: unknown, at: string, known: readonly string[] | undefined): Readonly<Record<string, unknown>> {
    if (given === undefined || given === null) return {}
    if (typeof given !== 'object' || Array.isArray(given)) {
      this.note(at, 'a mapping', given)
      return {}
    }
    const entries = Object.entries(given)
    for (const [key] of entries) {
      if (known !== undefined && !known.includes(key)) this.note(`${at}.${key}`, 'absent', key)
    }
    return Object.fromEntries(entries)
  }

  private note(at: string, expected: string, given: unknown): void {
    this.problems?.push(`${this.path}${at} must be ${expected}, got ${JSON.stringify(given)}`)
  }
}
