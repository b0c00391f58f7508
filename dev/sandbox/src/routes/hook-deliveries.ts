import { ok } from '../server/call.ts'
import type { ApiCall, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { notFound } from '../server/refusal.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import type { Backend } from '../backend.ts'

const DEFAULT_SIZE = 30
const MAX_SIZE = 100

const ownDeliveries = (call: ApiCall, backend: Backend): readonly Delivery[] => {
  const id = call.credential.kind === 'app' ? call.credential.app.id : undefined
  return backend.store.deliveries.filter((one) => one.appId === id)
}

const view = (one: Delivery): JsonObject => ({
  id: one.id,
  guid: one.guid,
  delivered_at: one.deliveredAt,
  redelivery: one.redelivery,
  duration: one.duration / 1000,
  status: one.status,
  status_code: one.statusCode,
  event: one.event,
  action: one.action,
  installation_id: one.installationId,
  repository_id: one.repositoryId,
  throttled_at: null,
})

function found(call: ApiCall, backend: Backend): Delivery {
  const id = Number(call.params['delivery_id'])
  const delivery = ownDeliveries(call, backend).find((one) => one.id === id)
  if (delivery === undefined) throw notFound()
  return delivery
}

/** Pages by cursor, unlike every other list: the cursor is the id to go on below. */
export const hookDeliveries: Routes = {
  'apps/list-webhook-deliveries': (call, backend) => {
    const size = Math.min(MAX_SIZE, Number(call.query['per_page'] ?? DEFAULT_SIZE))
    const below = Number(call.query['cursor'] ?? Number.MAX_SAFE_INTEGER)
    const { status } = call.query
    const older = ownDeliveries(call, backend)
      .toReversed()
      .filter((one) => one.id < below)
      .filter(
        (one) =>
          status === undefined || (status === 'success') === (one.statusCode < 300 && one.statusCode > 0),
      )
    const shown = older.slice(0, size)
    const url = `${call.api}/app/hook/deliveries?per_page=${size}&cursor=${shown.at(-1)?.id ?? 0}`
    const filter = status === undefined ? '' : `&status=${status}`
    return ok(shown.map(view), older.length > size ? { link: `<${url}${filter}>; rel="next"` } : {})
  },
  'apps/get-webhook-delivery': (call, backend) => {
    const delivery = found(call, backend)
    const payload: unknown = JSON.parse(delivery.payload)
    return ok({
      ...view(delivery),
      url: backend.store.app(delivery.appId).webhook?.url ?? '',
      request: { headers: delivery.requestHeaders, payload },
      response: { headers: {}, payload: '' },
    })
  },
  'apps/redeliver-webhook-delivery': (call, backend) => {
    backend.redeliver(found(call, backend).id)
    return { status: 202, body: {} }
  },
}
