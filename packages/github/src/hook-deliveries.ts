import type { GitHub } from './connect.ts'

export interface HookDelivery {
  readonly id: number
  /** The same for every redelivery of one event. */
  readonly guid: string
  readonly event: string
  readonly action: string | null
  readonly deliveredAt: string
  readonly redelivery: boolean
  /** 2xx when the App took it. */
  readonly statusCode: number
  readonly repositoryId: number | null
}

/**
 * Deliveries to the App since then, newest first. GitHub redelivers nothing by itself, so those
 * that failed have to be found here. Throws `GitHubError`.
 */
export async function listHookDeliveries(app: GitHub, since: Date): Promise<readonly HookDelivery[]> {
  const deliveries = await app.ask('list webhook deliveries', (octokit) =>
    octokit.paginate(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 }, ({ data }, done) => {
      const last = data.at(-1)
      if (last !== undefined && Date.parse(last.delivered_at) < since.getTime()) done()
      return data
    }),
  )
  return deliveries
    .filter((one) => Date.parse(one.delivered_at) >= since.getTime())
    .map((one) => ({
      id: one.id,
      guid: one.guid,
      event: one.event,
      action: one.action,
      deliveredAt: one.delivered_at,
      redelivery: one.redelivery,
      statusCode: one.status_code,
      repositoryId: one.repository_id,
    }))
}

/** Asks GitHub to deliver once more, under the same guid. Throws `GitHubError`. */
export async function redeliverHook(app: GitHub, deliveryId: number): Promise<void> {
  await app.ask(`redeliver webhook ${deliveryId}`, (octokit) =>
    octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: deliveryId }),
  )
}
