import { setTimeout as delay } from 'node:timers/promises'
import { startProxy } from '@sluice/traffic'
import { startLoopback } from '../../servers/loopback.ts'
import { describeRouter } from '../router.ts'

const nowhere = { baseline: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' }

describeRouter('proxy', async () => {
  const proxy = await startProxy(nowhere)
  let lying = false
  let slow = false
  // What stands between us and the proxy may swallow a change, or take its time.
  const between = await startLoopback(async (request, response) => {
    if (slow) await delay(500)
    if (request.destroyed) return
    const method = lying ? 'GET' : (request.method ?? 'GET')
    const body = method === 'PUT' ? await bodyOf(request) : undefined
    const answer = await fetch(`${proxy.adminUrl}/weight`, {
      method,
      ...(body === undefined ? {} : { body }),
    })
    response.writeHead(answer.status).end(await answer.text())
  })
  return {
    settings: { url: between.url },
    real: proxy.weight,
    lie: () => void (lying = true),
    dawdle: () => void (slow = true),
    goDown: between.stop,
    stop: async () => {
      if (between.server.listening) await between.stop()
      await proxy.close(0)
    },
  }
})

async function bodyOf(request: AsyncIterable<unknown>): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
