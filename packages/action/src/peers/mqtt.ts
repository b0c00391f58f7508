import type { IClientOptions, MqttClient } from 'mqtt'
import { UserError } from '../fields/user-error.ts'
import { loadPeer } from './load-peer.ts'

interface MqttModule {
  readonly connectAsync: (url: string, options: IClientOptions) => Promise<MqttClient>
}

export interface MqttSettings {
  readonly url: string
  readonly username: string | undefined
  readonly password: string | undefined
}

/** Connects to a broker. Rejects with `MQTT_UNREACHABLE` when it does not answer or refuses. */
export async function connectMqtt(
  { url, username, password }: MqttSettings,
  workspace: string,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const { connectAsync } = await loadPeer('mqtt', workspace, decodeModule)
  const access = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  }
  try {
    return await connectAsync(url, { reconnectPeriod: 0, connectTimeout: 10_000, ...access, ...options })
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'MQTT_UNREACHABLE',
      `${url} could not be reached: ${cause}`,
      'Check the address, the user and the password.',
    )
  }
}

/** The part of the library that is used, wherever its module format puts it. */
function decodeModule(module: unknown): MqttModule {
  const { default: main, ...named } = module as { readonly default?: MqttModule }
  return main ?? (named as MqttModule)
}
