import { join } from 'node:path'
import { startChild, type Child } from './child.ts'
import type { Size } from './model.ts'
import type { Message } from './sentences.ts'
import { seededRandom } from './seeded-random.ts'
import { startTraffic, type Traffic } from './traffic.ts'

/** Two versions of the service behind the embedded proxy, with users sending messages to it. */
export interface World {
  readonly baseline: string
  readonly candidate: string
  readonly front: string
  readonly admin: string
  readonly traffic: Traffic
  readonly messages: readonly Message[]
  readonly stop: () => void
}

export interface WorldOptions {
  readonly baseline: Size
  readonly candidate: Size
  readonly messages: readonly Message[]
  /** Requests per second. */
  readonly rate: number
}

/** Starts everything on loopback, on ports that the system chooses. */
export async function startWorld({ baseline, candidate, messages, rate }: WorldOptions): Promise<World> {
  const children: Child[] = []
  const stop = (): void => children.forEach((child) => child.stop())
  try {
    const versions = [baseline, candidate].map(async (size) => {
      const child = await startChild(join(import.meta.dirname, 'service.ts'), [size])
      children.push(child)
      return `http://127.0.0.1:${child.line}`
    })
    const [stable = '', fresh = ''] = await Promise.all(versions)
    const proxy = await startChild(join(import.meta.dirname, '../../../packages/cli/src/main.ts'), [
      'proxy',
      '--baseline',
      stable,
      '--candidate',
      fresh,
    ])
    children.push(proxy)
    const { url, admin } = JSON.parse(proxy.line) as { readonly url: string; readonly admin: string }
    const traffic = startTraffic(url, messages, rate, seededRandom(20_261_123))
    return {
      baseline: stable,
      candidate: fresh,
      front: url,
      admin,
      traffic,
      messages,
      stop: () => {
        traffic.stop()
        stop()
      },
    }
  } catch (error) {
    stop()
    throw error
  }
}
