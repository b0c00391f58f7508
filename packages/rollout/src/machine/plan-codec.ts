import { MODES, type SwapPlan } from './plan.ts'

/** Reads a plan out of a deployment's payload (an object, or its JSON); undefined if it is not one of ours. */
export function planOf(payload: unknown): SwapPlan | undefined {
  const data = typeof payload === 'string' ? parsed(payload) : payload
  if (typeof data !== 'object' || data === null) return undefined
  return decodePlan(data as Readonly<Record<string, unknown>>)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const TEXTS = ['environment', 'service', 'sha', 'target', 'previous', 'run', 'attempt'] as const

function decodePlan(data: Readonly<Record<string, unknown>>): SwapPlan | undefined {
  const mode = MODES.find((known) => known === data['mode'])
  const ladder = data['ladder']
  const watchMs = data['watchMs']
  const good =
    data['swap'] === 1 &&
    mode !== undefined &&
    TEXTS.every((name) => typeof data[name] === 'string') &&
    Array.isArray(ladder) &&
    ladder.length > 0 &&
    ladder.every((share) => typeof share === 'number' && share > 0 && share <= 100) &&
    typeof watchMs === 'number' &&
    watchMs >= 0
  return good ? (data as unknown as SwapPlan) : undefined
}
