import { setTimeout as delay } from 'node:timers/promises'
import { startProxy } from '@sluice/traffic'
import { startLoopback } from './loopback.ts'
import type { RouterBackend } from '../conformance/router.ts'

const nowhere = { baseline: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' }

interface Instance {
  readonly weight: () => number
  readonly behaviour: { lying: boolean; slow: boolean; delayMs: number; failing: number; refusing: boolean }
  readonly url: string
  readonly goDown: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** A real proxy, and in front of its admin address something that may swallow, delay or refuse a change. */
async function startInstance(): Promise<Instance> {
  const proxy = await startProxy(nowhere)
  const behaviour = { lying: false, slow: false, delayMs: 0, failing: 0, refusing: false }
  const between = await startLoopback(async (request, response) => {
    const put = request.method === 'PUT'
    const body = put ? await bodyOf(request) : undefined
    if (behaviour.slow) await delay(500)
    if (response.destroyed) return
    if (!put && behaviour.failing-- > 0) {
      response.destroy()
      return
    }
    if (put && behaviour.refusing) {
      response.writeHead(403).end('read only')
      return
    }
    const condition = request.headers['if-match']
    const forward = async (method: string): Promise<Response> =>
      await fetch(`${proxy.adminUrl}${request.url ?? ''}`, {
        method,
        headers: condition === undefined ? {} : { 'if-match': condition },
        ...(body === undefined || method !== 'PUT' ? {} : { body }),
      })
    const late = put && behaviour.delayMs > 0
    if (late) setTimeout(() => void forward('PUT').catch(() => undefined), behaviour.delayMs)
    if (put) behaviour.delayMs = 0
    const answer = await forward(put && !late && !behaviour.lying ? 'PUT' : 'GET').catch(() => undefined)
    if (answer === undefined) response.destroy()
    else
      response.writeHead(answer.status, { etag: answer.headers.get('etag') ?? '' }).end(await answer.text())
  })
  const goDown = async (): Promise<void> => {
    if (between.server.listening) await between.stop()
  }
  return {
    weight: proxy.weight,
    behaviour,
    url: between.url,
    goDown,
    stop: async () => {
      await goDown()
      await proxy.close(0)
    },
  }
}

/** Proxies as one backend; `settings` names their admin addresses. */
export async function startProxyBackend(
  count: number,
  settings: (urls: readonly string[]) => Readonly<Record<string, string>>,
): Promise<RouterBackend> {
  const all = await Promise.all(Array.from({ length: count }, startInstance))
  const each = (change: (instance: Instance) => void): void => all.forEach(change)
  const second = all[1]
  return {
    settings: settings(all.map(({ url }) => url)),
    real: () => all.reduce((sum, { weight }) => sum + weight(), 0) / all.length,
    lie: () => each(({ behaviour }) => (behaviour.lying = true)),
    slowDown: () => each(({ behaviour }) => (behaviour.slow = true)),
    delayNext: (ms) => each(({ behaviour }) => (behaviour.delayMs = ms)),
    failReads: (reads) => each(({ behaviour }) => (behaviour.failing = reads)),
    ...(second === undefined ? {} : { refuseSecond: () => void (second.behaviour.refusing = true) }),
    goDown: async () => void (await Promise.all(all.map((instance) => instance.goDown()))),
    stop: async () => void (await Promise.all(all.map((instance) => instance.stop()))),
  }
}

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
