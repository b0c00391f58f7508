import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { startLoopback } from '../../servers/loopback.ts'
import { observeOne } from '../../servers/observe.ts'

test('a password that is a part of a metric’s name hides nothing but what the server said', async () => {
  const server = await startLoopback((_, response) => response.writeHead(400).end('no such user shop'))
  const span: Span = {
    slots: [{ from: 0, to: 60_000, weight: 5 }],
    intervalMs: 60_000,
    baseline: 'v1',
    candidate: 'v2',
  }
  const query: MetricQuery = { name: 'shop errors', kind: 'scalar', value: 'a' }
  const settings = { url: `${server.url}/?$from-$to`, username: 'a', password: 'shop', attempts: '1' }
  const { metric, blocks } = await observeOne(openSource('http', settings, testIo()), query, span)
  expect(metric).toBe('shop errors')
  expect(blocks[0]?.candidate).toMatchObject({
    kind: 'absent',
    absence: 'source_refused',
    detail: expect.stringMatching(/no such user \*\*\*/),
  })
  await server.stop()
})
