import { UserError, type Io } from '@sluice/action'
import type { FleetStore } from './store.ts'
import { hear, NOTHING_HEARD, readTelemetry } from './telemetry.ts'

export interface HttpStoreSettings {
  readonly manifest: string
  /** Answers with the newest messages of all devices, as a JSON list or one message a line. */
  readonly telemetry: string
  /** Where devices find the chain of key sets, if the fleet has one. */
  readonly keys: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Key from which the keys of the devices derive; without it messages are taken as they come. */
  readonly fleetKey: string | undefined
}

const LIMIT_MS = 30_000

/** A manifest at an address: GET with ETag for devices, PUT for us, refused when someone else wrote in between. */
export function httpStore(
  { manifest, telemetry, keys, headers, fleetKey }: HttpStoreSettings,
  io: Io,
): FleetStore {
  const ask = async (url: string, signal: AbortSignal, init: RequestInit = {}): Promise<Response> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])
    return await io.fetch(url, { ...init, headers: { ...headers, ...init.headers }, signal: limit })
  }
  let seen: string | null = null
  let view = NOTHING_HEARD
  return {
    read: async (signal) => {
      const response = await ask(manifest, signal)
      const body = await response.text()
      if (response.status === 404) return undefined
      if (!response.ok) throw refused(manifest, 'read', response.status)
      seen = response.headers.get('etag')
      return body
    },
    write: async (envelope, signal) => {
      const condition: Record<string, string> = seen === null ? {} : { 'if-match': seen }
      const response = await ask(manifest, signal, {
        method: 'PUT',
        body: envelope,
        headers: { 'content-type': 'application/json', ...condition },
      })
      await response.arrayBuffer()
      if (!response.ok) throw refused(manifest, 'written', response.status)
      seen = response.headers.get('etag')
    },
    readKeys: async (signal) => {
      if (keys === undefined) return undefined
      const response = await ask(keys, signal)
      const body = await response.text()
      if (response.status === 404) return undefined
      if (!response.ok) throw refused(keys, 'read', response.status)
      return body
    },
    writeKeys: async (chain, signal) => {
      if (keys === undefined)
        throw new UserError(
          'NO_KEYS_ADDRESS',
          '`keys` was given, and no `keys-url` where devices find them',
          'Give `keys-url` in `router-settings`.',
        )
      const headersOf = { 'content-type': 'application/json' }
      const response = await ask(keys, signal, { method: 'PUT', body: chain, headers: headersOf })
      await response.arrayBuffer()
      if (!response.ok) throw refused(keys, 'written', response.status)
    },
    hear: async (signal) => {
      const response = await ask(telemetry, signal)
      if (!response.ok) throw refused(telemetry, 'read', response.status)
      const { messages, unproven } = readTelemetry(await response.text(), { fleetKey })
      view = hear(view, messages, unproven)
      return view
    },
    close: async () => await Promise.resolve(),
  }
}

function refused(url: string, what: string, status: number): UserError {
  const hint =
    status === 412 ? 'Someone else published a manifest: run again.' : 'Check the address and its access.'
  return new UserError('FLEET_STORE_REFUSED', `${url} could not be ${what}: it answered ${status}`, hint)
}
