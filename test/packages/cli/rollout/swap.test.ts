import { startProxy } from '@sluice/traffic'
import { expect, test } from 'vitest'
import { serve } from '../../swap/world.ts'
import { openCliStage, SHA } from './stage.ts'

test('sluice swap moves everyone, says what a second swap would do, and goes back from a bad target', async () => {
  const stage = await openCliStage()
  let greenFails = false
  await using blue = await serve((_, response) => response.end('blue'))
  await using green = await serve((_, response) => response.writeHead(greenFails ? 500 : 200).end('green'))
  const proxy = await startProxy({ baseline: blue.url, candidate: green.url })
  const options = [
    ...['--service', 'shop', '--router', 'proxy', '--router-settings', `url: ${proxy.adminUrl}`],
    ...['--smoke', `url: ${green.url}/`, '--settle', '100ms', '--watch'],
    `{ for: 1s, at-most: 10s, every: 250ms, probe: '${proxy.url}', probe-rate: 20, probe-limit: 50% }`,
  ]
  try {
    greenFails = true
    const refused = await stage.json(['swap', 'run', ...options, '--sha', SHA])
    expect(refused).toMatchObject({ decision: 'refused', reason: 'checks_failed', exit: 1 })
    greenFails = false
    const next = ['--sha', 'b'.repeat(40)]
    const swapped = await stage.json(['swap', 'run', ...options, ...next])
    expect(swapped).toMatchObject({ decision: 'swapped', live: 'green', exit: 0 })
    expect(await (await fetch(proxy.url)).text()).toBe('green')
    const status = await stage.json(['swap', 'status', '--service', 'shop'])
    expect(status).toMatchObject({ open: false, rollout: { action: 'bluegreen-swap', phase: 'finished' } })
    const unchecked = await stage.typed(['swap', 'run', ...options.slice(0, 6), ...next])
    expect(unchecked.code).toBe(3)
    expect(unchecked.err).toContain('Give at least one check in `smoke`.')
  } finally {
    await proxy.close(0)
    await stage.close()
  }
}, 300_000)
