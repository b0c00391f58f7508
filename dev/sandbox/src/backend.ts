import type { Lists } from './server/lists.ts'
import type { Schemas } from './server/schemas.ts'
import type { Store } from './store.ts'
import type { Repository } from './model/index.ts'

/** What a route may use: the memory, the clock, and a way to tell Apps. */
export interface Backend {
  readonly store: Store
  readonly schemas: Schemas
  readonly lists: Lists
  /** Milliseconds since the epoch. */
  now(): number
  /** Now, as GitHub writes times. */
  timestamp(): string
  /** The API's own address, prefix included. */
  api(): string
  /** Sends an event to every App that is installed, subscribed and permitted. */
  emit(event: string, action: string, repository: Repository, payload: object, onlyApp?: number): void
  redeliver(deliveryId: number): void
}

/** GitHub writes whole seconds, in UTC. */
export const githubTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
