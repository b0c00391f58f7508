import type { Io } from '@sluice/action'
import { connect, openRecords } from '@sluice/publish'
import { textTable } from '@sluice/report'
import {
  nameOf,
  openRecord,
  openView,
  readStatus,
  type RecordStore,
  type RolloutRecord,
  type StoredStatus,
} from '@sluice/rollout'
import type { RecordPlace } from './place.ts'

/** What is known about the open rollout of a service, or about the last one. */
export interface RolloutStatus {
  readonly service: string
  readonly environment: string
  /** Where this was read. */
  readonly record: string
  readonly open: boolean
  readonly rollout?: {
    readonly id: number
    readonly action: string
    readonly phase: RolloutRecord['phase']
    /** The share that the latest word read back, and the one to climb back to, in percent. */
    readonly weight: number
    readonly continuesAt: number
    readonly paused: boolean
    readonly candidate: { readonly sha: string; readonly artifact?: string }
    readonly attempt: number
    readonly begun: { readonly at: string; readonly by: string; readonly run: string }
    /** Who acts on it, and until when at the latest; nobody where it was let go. */
    readonly owner?: { readonly run: string; readonly until: string }
    /** What the owner was asked and has not answered yet. */
    readonly asked?: { readonly ask: string; readonly who: string }
    readonly history: readonly { readonly at: string; readonly text: string }[]
  }
}

interface Asked {
  readonly environment: string
  readonly service: string
  readonly token: string
}

/** Reads the record, and nothing else: neither the router nor the metrics are asked. */
export async function rolloutStatus(
  { environment, service, token }: Asked,
  { store: file, name }: RecordPlace,
  io: Io,
): Promise<RolloutStatus> {
  const store = file ?? recordsAtGitHub({ environment, service, token }, io)
  const view = openView(store)
  await view.refresh()
  const about = { service, environment, record: name }
  const record = openRecord(view.records()) ?? view.records().at(-1)
  if (record === undefined) return { ...about, open: false }
  const statuses = await store.listStatuses(record.id)
  return { ...about, open: record.open, rollout: detailsOf(record, statuses) }
}

function recordsAtGitHub({ environment, service, token }: Asked, io: Io): RecordStore {
  const asked = { environment, service, artifact: undefined, sha: undefined, 'github-token': token }
  return openRecords(connect(asked, io), environment, undefined, undefined, io)
}

function detailsOf(
  record: RolloutRecord,
  statuses: readonly StoredStatus[],
): NonNullable<RolloutStatus['rollout']> {
  const { payload, owner, asked } = record
  const isOwned = record.open && !record.released
  return {
    id: record.id,
    action: payload.action,
    phase: record.phase,
    weight: record.weight,
    continuesAt: record.rung,
    paused: record.paused,
    candidate: payload.identity,
    attempt: payload.attempt,
    begun: { at: timeOf(record.startedAt), by: payload.by.actor, run: payload.by.run },
    ...(isOwned ? { owner: { run: owner.run, until: timeOf(owner.until) } } : {}),
    ...(asked === undefined ? {} : { asked }),
    history: [...statuses].sort((a, b) => a.id - b.id).flatMap(storyOf),
  }
}

function storyOf(status: StoredStatus): readonly { readonly at: string; readonly text: string }[] {
  const word = readStatus(status)
  if (word === undefined) return []
  return [{ at: timeOf(word.at), text: status.description.replace(/ #sluice=\S*$/, '') }]
}

function timeOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The status as text for a terminal. */
export function statusText({ service, environment, record, open, rollout }: RolloutStatus): string {
  const about = `${service} in ${environment}`
  if (rollout === undefined) return `${about} has no rollout on record. Looked in: ${record}\n`
  const { phase, weight, candidate, attempt, begun, owner, asked, history } = rollout
  const rows = [
    ['candidate', `${nameOf(candidate)}${attempt > 1 ? `, attempt ${attempt}` : ''}`],
    ['begun', `${begun.at}${begun.by === '' ? '' : ` by ${begun.by}`}, run ${begun.run}`],
    ['owner', owner === undefined ? 'nobody' : `run ${owner.run}, until ${owner.until} at the latest`],
    ...(asked === undefined
      ? []
      : [['asked', `${asked.who === '' ? 'another run' : asked.who} asks to ${asked.ask}`]]),
    ['next', nextText(rollout, open)],
    ['record', `${record}, number ${rollout.id}`],
  ]
  return [
    `${about}: ${open ? phase : `nothing is open; the last rollout is ${phase}`} at ${weight}% (${rollout.action})`,
    ...textTable(rows)
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    ...history.map(({ at, text }) => `${at}  ${text}`),
    '',
  ].join('\n')
}

function nextText(
  { phase, paused, continuesAt, owner }: NonNullable<RolloutStatus['rollout']>,
  open: boolean,
): string {
  if (!open) return 'a new candidate may start'
  if (phase === 'promoted') return '`finish` ends it once the stable version is up to date'
  if (paused) return `it is paused; \`resume\` continues at ${continuesAt}%`
  return owner === undefined ? `the next run continues at ${continuesAt}%` : 'its owner goes on'
}
