import { createServer, type AddressInfo, type Socket } from 'node:net'
import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'

const span: Span = {
  slots: [0, 1].map((i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: 'v2',
}
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

test.each([
  ['another scheme', { url: 'redis://a@b/c' }, /url: must be like .*postgres:\/\//],
  ['no database', { url: 'postgres://a@b' }, /url: must be like/],
  ['no user', { url: 'postgres://b/c' }, /username: is needed/],
  ['parameters', { url: 'postgres://a@b/c?sslmode=disable' }, /got sslmode: use the settings `password`/],
  ['a ca without TLS', { url: 'postgres://a@b/c', tls: 'off', ca: 'x' }, /ca: is for `tls: verify`/],
  ['a ca that is not there', { url: 'postgres://a@b/c', ca: '/nope' }, /ca: cannot be read/],
])('%s is refused', (_, settings, why) => {
  expect(() => openSource('sql', settings, testIo())).toThrow(why)
})

test.each([
  ['another scheme', 'redis://a:hunter2@b/c'],
  ['no scheme', 'a:hunter2@b:5432/c'],
  ['a password with an @', 'postgres://a:hun@hunter2@b'],
  ['a parameter', 'postgres://a@b/c?sslmode=require&password=hunter2'],
  ['a password with a #', 'postgres://a:12#hunter2@b'],
  ['a password with a ?', 'redis://a:12?hunter2@b/c'],
])('a password in an address that is refused for %s is masked, and not shown', (_, url) => {
  const io = testIo()
  let said = ''
  try {
    openSource('sql', { url }, io)
  } catch (error) {
    said = String(error)
  }
  expect(said).toMatch(/url: /)
  expect(said).not.toContain('hunter2')
  expect(io.masked.some((masked) => masked.includes('hunter2'))).toBe(true)
})

test.each([
  ['mysql://sluice@', 'redis://sluice@b/c'],
  ['a user alone', 'github@b/c'],
])('nothing is masked in an address without a password (%s)', (_, url) => {
  const io = testIo()
  expect(() => openSource('sql', { url }, io)).toThrow(/url: /)
  expect(io.masked).toEqual([])
})

test('what cannot be told from a password is not shown', () => {
  const said = (url: string): string => {
    try {
      openSource('sql', { url }, testIo())
      return ''
    } catch (error) {
      return String(error)
    }
  }
  expect(said('postgres://a@b/c?hunter2')).not.toContain('hunter2')
  expect(said('redis://hunter2:hunter2/x')).toMatch(/got "redis:\/\/…+"/)
  expect(said('db.example:5432/shop')).toMatch(/got "db\.example:5432…"/)
})

test('a % that stands for itself in an address does no harm', () => {
  const io = testIo()
  openSource('sql', { url: 'postgres://a:100%@b/%zz' }, io)
  expect(io.masked).toContain('100%')
})

describe('a PostgreSQL that takes connections and says nothing', () => {
  /** Answers as PostgreSQL until it has seen this text, and is silent from then on. */
  async function silentServer(
    until: string,
  ): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
    const open = new Set<Socket>()
    // Authentication has passed, ready for a query; and the end of a statement without rows.
    const welcome = Buffer.from('520000000800000000', 'hex')
    const ready = Buffer.from('5a0000000549', 'hex')
    const done = Buffer.concat([Buffer.from('430000000853455400', 'hex'), ready])
    const server = createServer((socket) => {
      open.add(socket)
      let begun = false
      let silent = until === ''
      socket.on('error', () => undefined)
      socket.on('data', (data) => {
        if (silent || data.toString('latin1').includes(until)) {
          silent = true
          return
        }
        socket.write(begun ? done : Buffer.concat([welcome, ready]))
        begun = true
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      port: (server.address() as AddressInfo).port,
      stop: async () => {
        for (const socket of open) socket.destroy()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }

  test.each([
    ['from the beginning', ''],
    ['once it is asked', 'SELECT * FROM'],
  ])('%s does not hold up a cancel', async (_, until) => {
    const server = await silentServer(until)
    const stop = new AbortController()
    const reason = new Error('stopped')
    const url = `postgres://a@127.0.0.1:${server.port}/b`
    const source = openSource('sql', { url, password: 'c', tls: 'off', timeout: '60s' }, testIo(stop.signal))
    const looked = observeOne(source, scalar('SELECT 1 WHERE $arm = $arm AND $from < $to'), span, stop.signal)
    setTimeout(() => stop.abort(reason), 300)
    const began = performance.now()
    await expect(looked).rejects.toBe(reason)
    // Far from the minute of `timeout`, and from the ten seconds that a cancelled job has.
    expect(performance.now() - began).toBeLessThan(5_000)
    await server.stop()
  })

  test('is asked one thing, and the rest is answered at once', async () => {
    const server = await silentServer('SELECT * FROM')
    const url = `postgres://a@127.0.0.1:${server.port}/b`
    const source = openSource(
      'sql',
      { url, password: 'c', tls: 'off', timeout: '1s', attempts: '1' },
      testIo(),
    )
    const query = (n: number): MetricQuery => ({
      ...scalar(`SELECT ${n} WHERE $arm = $arm AND $from < $to`),
      name: `metric ${n}`,
    })
    const began = performance.now()
    const all = await source.observe([1, 2, 3, 4, 5, 6].map(query), span, new AbortController().signal)
    for (const { blocks } of all)
      expect(blocks[1]?.candidate).toMatchObject({ absence: 'source_unreachable' })
    // One statement has a second, and two more until the driver gives it up; six would have 18.
    expect(performance.now() - began).toBeLessThan(12_000)
    await server.stop()
  })
})
