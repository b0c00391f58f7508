import { UserError, type Io } from '@sluice/action'
import { connect, openNotify, openPublisher, type NewsEvent, type Publisher } from '@sluice/publish'
import { targetOf, type Ledger, type SwapPlan } from '@sluice/rollout'
import type { Subject } from '@sluice/verdict'
import type { Input } from './input.ts'
import { openLedger } from './open-ledger.ts'
import { openStand } from './open-stand.ts'
import type { Stand } from './stand.ts'

/** A swap that is ready to begin: everything opened and checked, nothing changed yet. */
export interface Prepared {
  readonly input: Input
  readonly io: Io
  readonly subject: Subject
  readonly stand: Stand
  readonly ledger: Ledger
  readonly plan: SwapPlan
  readonly publisher: Publisher
  /** Tells people; never rejects, and takes five seconds at most. */
  readonly tell: (event: NewsEvent, reason: string, share?: number) => Promise<void>
}

/** Opens router, source and records. */
export async function prepare(input: Input, io: Io): Promise<Prepared> {
  if (
    input.mode === 'router' &&
    input.smoke === undefined &&
    input.parity === undefined &&
    input.shared === undefined
  ) {
    throw new UserError(
      'NOTHING_TO_CHECK',
      'there is neither `smoke` nor `parity` nor `shared`, so nothing would be known of the target before users meet it',
      'Give at least one check in `smoke`.',
    )
  }
  const connection = connect(input, io)
  const ledger = openLedger(noteOf(input), io)
  const aim = input.target ?? targetOf(await ledger.list(io.signal), connection.subject.sha, runOf(io))
  const stand = await openStand(input, aim, io)
  const notify = openNotify(input.notify ?? [], io)
  const { sha, repository, service, environment } = connection.subject
  const { runUrl } = connection
  return {
    input,
    io,
    subject: connection.subject,
    stand,
    ledger,
    plan: planOf(input, connection.subject, stand, io),
    publisher: openPublisher('bluegreen-swap', input, connection, io),
    tell: async (event, reason, share) =>
      await notify({
        event,
        action: 'bluegreen-swap',
        ...{ service, environment, repository, sha, reason },
        ...(share === undefined ? {} : { weight: share }),
        ...(runUrl === undefined ? {} : { runUrl }),
      }),
  }
}

/** What the records of this swap are found by. */
export function noteOf(input: Input) {
  return {
    environment: input.environment,
    service: input.service,
    environmentUrl: input['environment-url']?.href,
    token: input['github-token'],
  }
}

function planOf(input: Input, { sha }: Subject, { colours }: Stand, io: Io): SwapPlan {
  return {
    swap: 1,
    mode: input.mode,
    environment: input.environment,
    service: input.service,
    sha,
    ...colours,
    ladder: input.watch.ladder,
    watchMs: input.watch.atMostMs,
    bakeMs: input.watch.forMs,
    run: runOf(io),
    attempt: io.facts.runAttempt,
  }
}

/** Names the job, whatever its attempt: a re-run continues or reports what an earlier attempt did. */
function runOf({ facts }: Io): string {
  return facts.runId === '' ? '' : `${facts.runId}/${facts.job}`
}
