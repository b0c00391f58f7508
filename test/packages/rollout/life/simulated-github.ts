import {
  after,
  begunRecord,
  decodePayload,
  readStatus,
  type RolloutRecord,
  type StatusText,
  type StoredRecord,
  type StoredStatus,
} from '@sluice/rollout'
import type { Timeline } from './timeline.ts'

type TimedStatus = StoredStatus & { readonly at: number }

/** Deployments and their statuses; lists may lag behind writes. */
export class SimulatedGitHub {
  private readonly records: StoredRecord[] = []
  private readonly statuses = new Map<number, TimedStatus[]>()
  /** What is true, whatever the lists show. */
  private readonly states = new Map<number, RolloutRecord>()
  private nextStatus = 1
  private readonly time: Timeline
  private readonly lagMs: number
  private readonly random: () => number

  constructor(time: Timeline, lagMs: number, random: () => number) {
    this.time = time
    this.lagMs = lagMs
    this.random = random
  }

  create(sha: string, payload: Readonly<Record<string, unknown>>): number {
    const id = this.records.length + 1
    const record = { id, sha, payload, createdAt: this.time.now }
    const read = decodePayload(payload)
    if (read === undefined) throw new Error('not a payload of ours')
    this.records.push(record)
    this.states.set(id, begunRecord(record, read))
    return id
  }

  list(): readonly StoredRecord[] {
    return this.records.filter(({ createdAt }) => this.isShown(createdAt))
  }

  addStatus(id: number, status: StatusText): { id: number; logUrl: string } {
    const kept = { ...status, id: this.nextStatus, at: this.time.now }
    this.nextStatus += 1
    const all = this.statuses.get(id) ?? []
    all.push(kept)
    this.statuses.set(id, all)
    const word = readStatus(status)
    const state = this.states.get(id)
    if (word !== undefined && state !== undefined) this.states.set(id, after(state, word))
    return { id: kept.id, logUrl: kept.logUrl }
  }

  listStatuses(id: number): readonly StoredStatus[] {
    return (this.statuses.get(id) ?? []).filter(({ at }) => this.isShown(at))
  }

  truth(): readonly RolloutRecord[] {
    return [...this.states.values()]
  }

  state(id: number): RolloutRecord | undefined {
    return this.states.get(id)
  }

  private isShown(writtenAt: number): boolean {
    return writtenAt <= this.time.now - this.lagMs || this.random() < 0.5
  }
}
