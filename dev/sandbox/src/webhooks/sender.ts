import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { grants } from '../auth/permissions.ts'
import type { App, Installation, Repository } from '../model/index.ts'
import type { Faults } from '../server/inject.ts'
import type { Store } from '../store.ts'
import { nodeId } from '../views/user.ts'
import { githubTime } from '../backend.ts'
import type { Delivery } from './delivery.ts'

/** GitHub gives a receiver ten seconds. */
const TIMEOUT_MS = 10_000

const permissionFor: Readonly<Record<string, string>> = {
  check_run: 'checks',
  deployment: 'deployments',
  deployment_protection_rule: 'deployments',
  deployment_status: 'deployments',
  workflow_job: 'actions',
}

/** The `X-Hub-Signature-256` of a body: HMAC-SHA-256 over its raw bytes. */
export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

export interface Sender {
  /** Delivers to each App that is installed on the owner, subscribed and permitted. */
  emit(event: string, action: string, repository: Repository, payload: object, onlyApp?: number): void
  redeliver(deliveryId: number): void
  /** Resolves when every delivery so far has ended. */
  settled(): Promise<void>
}

export interface SenderParts {
  readonly store: Store
  readonly faults: Faults
  /** Milliseconds since the epoch. */
  now(): number
  /** What every payload about this repository carries. */
  extras(repository: Repository): object
  /** Holds a payload to GitHub's description. */
  check(event: string, action: string, payload: object): void
}

export function createSender({ store, faults, now, extras, check }: SenderParts): Sender {
  const pending = new Set<Promise<void>>()
  const send = (app: App, delivery: Delivery): void => {
    store.deliveries.push(delivery)
    const work = deliver(app, delivery, faults, now).finally(() => pending.delete(work))
    pending.add(work)
  }
  return {
    emit: (event, action, repository, payload, onlyApp) => {
      for (const installation of interested(store, event, repository)) {
        const app = store.app(installation.appId)
        if (onlyApp !== undefined && onlyApp !== app.id) continue
        const about = { id: installation.id, node_id: nodeId('Installation', installation.id) }
        const whole = { action, ...payload, ...extras(repository), installation: about }
        check(event, action, whole)
        const facts = { store, app, event, action, installation, repository, now: now() }
        send(app, newDelivery(facts, JSON.stringify(whole)))
      }
    },
    redeliver: (id) => {
      const old = store.deliveries.find((one) => one.id === id)
      if (old === undefined) return
      const fresh = {
        redelivery: true,
        deliveredAt: githubTime(now()),
        duration: 0,
        statusCode: 0,
        status: '',
      }
      send(store.app(old.appId), { ...old, ...fresh, id: store.nextId() })
    },
    settled: async () => {
      while (pending.size > 0) await Promise.all(pending)
    },
  }
}

const interested = (store: Store, event: string, repository: Repository): readonly Installation[] =>
  store.installations.filter((one) => {
    const app = store.app(one.appId)
    const key = permissionFor[event] ?? 'metadata'
    return (
      one.account === repository.owner &&
      app.webhook !== undefined &&
      app.events.includes(event) &&
      grants(one.permissions, key, 'read')
    )
  })

interface About {
  readonly store: Store
  readonly app: App
  readonly event: string
  readonly action: string
  readonly installation: Installation
  readonly repository: Repository
  readonly now: number
}

function newDelivery(about: About, payload: string): Delivery {
  const guid = randomUUID()
  return {
    id: about.store.nextId(),
    guid,
    appId: about.app.id,
    event: about.event,
    action: about.action,
    installationId: about.installation.id,
    repositoryId: about.repository.id,
    deliveredAt: githubTime(about.now),
    redelivery: false,
    payload,
    duration: 0,
    statusCode: 0,
    status: '',
    requestHeaders: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/sandbox',
      'x-github-delivery': guid,
      'x-github-event': about.event,
      'x-github-hook-installation-target-id': String(about.app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': signatureOf(about.app.webhook?.secret ?? '', payload),
    },
  }
}

async function deliver(app: App, delivery: Delivery, faults: Faults, now: () => number): Promise<void> {
  const url = app.webhook?.url
  if (url === undefined) return
  const seen = { method: 'POST', operation: '', path: new URL(url).pathname, webhook: delivery.event }
  const fault = faults.take(seen)
  const started = now()
  const end = (statusCode: number, status: string): void => {
    delivery.statusCode = statusCode
    delivery.status = status
    delivery.duration = now() - started
  }
  if (fault === 'drop') return end(0, 'failed to connect to host')
  if (fault !== undefined && typeof fault === 'object' && 'delayMs' in fault) await sleep(fault.delayMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: delivery.requestHeaders,
      body: delivery.payload,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    if (fault === 'drop-after') return end(504, 'timed out')
    end(response.status, response.ok ? 'OK' : response.statusText)
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    end(timedOut ? 504 : 502, timedOut ? 'timed out' : 'failed to connect to host')
  }
}
