import { lifeReasonText, type LifeEnding } from '@sluice/rollout'
import type { Looks } from './look.ts'
import type { Prepared } from './prepare.ts'

/** Completes the checks of rollouts that made way for another release: nobody else would. */
export interface Superseded {
  readonly tell: (ending: LifeEnding) => void
  /** Resolves once all of them have been told. */
  readonly told: () => Promise<void>
}

/** Tells beside the work, and never rejects: a rollout does not wait for the report about another one. */
export function openSuperseded(looks: Looks, publisherFor: Prepared['publisherFor']): Superseded {
  const telling: Promise<unknown>[] = []
  return {
    tell: ({ record, decision, did, reason }) => {
      // Of a rollout that never had traffic there is no check.
      if (record === undefined || record.windows.length === 0) return
      const publish = async (): Promise<void> => {
        const verdict = await looks.lastOf(record)
        if (verdict === undefined) return
        const framing = { decision, did, go: false, why: lifeReasonText(reason) }
        await publisherFor(record).ended(verdict, framing)
      }
      telling.push(publish().catch(() => undefined))
    },
    told: async () => void (await Promise.all(telling)),
  }
}
