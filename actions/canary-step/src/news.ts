import type { Io } from '@sluice/action'
import { openNotify, type Connection, type NewsEvent } from '@sluice/publish'
import { lifeReasonText, type LifeEnding, type LifeMove, type RolloutRecord } from '@sluice/rollout'
import type { Input } from './plan.ts'

/** Tells people what has happened. Nothing waits for it but the end of the step. */
export interface News {
  readonly moved: (move: LifeMove) => void
  /** Tells how the run ended, and resolves once everything has been sent or given up. */
  readonly ended: (ending: LifeEnding) => Promise<void>
}

/** Opens the `notify` targets of this run. */
export function openNews(input: Input, connection: Connection, io: Io): News {
  const notify = openNotify(input.notify ?? [], io)
  const { subject, runUrl, run } = connection
  let climbed = false
  // One after the other, so that people read them in order.
  let sending = Promise.resolve()
  const send = (
    event: NewsEvent,
    record: RolloutRecord | undefined,
    facts: {
      readonly weight?: number
      readonly reason: string
      readonly why?: string
      readonly actor?: string
    },
  ): void => {
    const news = {
      event,
      action: 'canary-step',
      service: subject.service,
      environment: subject.environment,
      repository: subject.repository,
      sha: record?.payload.identity.sha ?? subject.sha,
      ...facts,
      ...(runUrl === undefined ? {} : { runUrl }),
    }
    sending = sending.then(async () => await notify(news))
  }
  return {
    moved: ({ record, before, to }) => {
      climbed = true
      // The end of a ladder is told by the ending, once it is promoted.
      if (to === 100) return
      send(before === 0 ? 'started' : 'advanced', record, { weight: to, reason: '' })
    },
    ended: async (ending) => {
      const { record, reason, weight } = ending
      const fresh = climbed || record?.payload.by.run === run || io.facts.eventName !== 'schedule'
      const event = eventOf(ending, fresh)
      const byPerson = input.command === ending.decision && io.facts.actor !== ''
      if (event !== undefined) {
        send(event, record, {
          ...(weight === undefined ? {} : { weight }),
          ...(event === 'promoted' ? { reason: '' } : { reason, why: lifeReasonText(reason) }),
          ...(byPerson ? { actor: io.facts.actor } : {}),
        })
      }
      await sending
    },
  }
}

/** What people are told of an ending, if anything. `fresh`: this run changed something, so that a hold is news. */
export function eventOf(
  { decision, reason, weight }: Pick<LifeEnding, 'decision' | 'reason' | 'weight'>,
  fresh: boolean,
): NewsEvent | undefined {
  if (reason === 'already_decided') return undefined
  switch (decision) {
    case 'promote':
      return 'promoted'
    case 'roll-back':
      return 'rolled-back'
    case 'abort':
      return weight === 0 ? 'rolled-back' : 'needs-person'
    case 'pause':
      return 'held'
    case 'hold':
      return fresh ? 'held' : undefined
    case 'error':
    case 'refuse':
    case 'stay':
      return 'needs-person'
    case 'none':
      return reason === 'slot_overwritten' ? 'needs-person' : undefined
    case 'advance':
    case 'finish':
    case 'claim':
    case 'rehearse':
      return undefined
  }
}
