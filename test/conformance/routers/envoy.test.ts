import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { firstRoutes } from '../../servers/envoy.ts'
import { startLoopback } from '../../servers/loopback.ts'
import { describeRouter } from '../router.ts'

interface Routes {
  readonly version_info: string
  readonly resources: readonly object[]
}

/** An Envoy that can lie: it watches the file, and its admin address shows what it serves. */
describeRouter('envoy', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-envoy-'))
  const file = join(dir, 'routes.json')
  writeFileSync(file, firstRoutes())
  const content = (): Routes => JSON.parse(readFileSync(file, 'utf8')) as Routes
  let served = content()
  let [lies, slow, failing, delayMs] = [false, false, 0, 0]
  const watcher = watch(dir, (_, name) => {
    if (name !== 'routes.json' || lies) return
    const late = delayMs
    delayMs = 0
    const seen = content()
    if (late === 0) served = seen
    else setTimeout(() => void (served = seen), late)
  })
  const admin = await startLoopback(async ({ url = '' }, response) => {
    if (slow) await sleep(500)
    if (url.startsWith('/config_dump') && failing-- > 0) return void response.destroy()
    const configs = served.resources.map((route_config) => ({
      version_info: served.version_info,
      route_config,
    }))
    response.end(JSON.stringify(url.startsWith('/stats') ? { stats: [] } : { configs }))
  })
  const stop = async (): Promise<void> => {
    watcher.close()
    if (admin.server.listening) await admin.stop()
  }
  return {
    settings: { file, url: admin.url, baseline: 'stable', candidate: 'next' },
    real: () => {
      const [stable = 0, next = 0] = [...JSON.stringify(served).matchAll(/"weight":(\d+)/g)].map(([, n]) =>
        Number(n),
      )
      return (100 * next) / (stable + next)
    },
    lie: () => void (lies = true),
    slowDown: () => void (slow = true),
    delayNext: (ms) => void (delayMs = ms),
    failReads: (count) => void (failing = count),
    goDown: stop,
    stop: async () => {
      await stop()
      rmSync(dir, { recursive: true })
    },
  }
})
