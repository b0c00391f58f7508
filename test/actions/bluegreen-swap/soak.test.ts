import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runSoak, soaked, soakField } from '../../../actions/bluegreen-swap/src/soak.ts'
import { quietIo, serve } from '../../packages/swap/world.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function soakAgainst(url: string, methods: readonly string[]) {
  const dir = tempFolder('soak')
  const lines = methods.map((method, i) => JSON.stringify({ method, path: `/p/${i}` }))
  await writeFile(join(dir, 'requests.ndjson'), lines.join('\n'))
  const io = quietIo()
  const soak = soakField.parse(`{ requests: requests.ndjson, url: '${url}/$colour', rate: 500/s }`)
  const facts = { ...io.facts, workspace: dir }
  return await runSoak(soak, 'green', { ...io, facts }, new AbortController().signal)
}

test('recorded reads are replayed against the target, and writes are withheld', async () => {
  const asked: string[] = []
  await using server = await serve((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.end('{}')
  })
  const result = await soakAgainst(server.url, ['GET', 'GET', 'POST', 'GET'])
  expect(asked.toSorted()).toEqual(['GET /green/p/0', 'GET /green/p/1', 'GET /green/p/3'])
  expect(result).toMatchObject({ finding: 'fine', detail: expect.stringContaining('1 withheld') })
})

test('a target that fails under recorded traffic does not pass', async () => {
  await using server = await serve((request, response) =>
    response.writeHead(request.url?.endsWith('1') === true ? 500 : 200).end(),
  )
  expect(await soakAgainst(server.url, ['GET', 'GET', 'GET'])).toMatchObject({ finding: 'worse' })
})

describe('what a soak comes to', () => {
  const limits = { limit: 0.01, withinMs: 100 }
  const of = (sent: number, lost: Readonly<Record<string, number>> = {}) => ({
    sent,
    lost: new Map(Object.entries(lost)),
  })

  test('requests without an answer count as failed, withheld ones do not', () => {
    expect(soaked(limits, of(100, { timeout: 2 }), 0, [1]).finding).toBe('worse')
    expect(soaked(limits, of(100, { withheld: 50 }), 1, [1]).finding).toBe('fine')
  })

  test('slow answers are no pass', () => {
    expect(
      soaked(limits, of(100), 0, [...Array<number>(90).fill(1), ...Array<number>(10).fill(500)]).finding,
    ).toBe('worse')
  })

  test('nothing sent is unknown', () => {
    expect(soaked(limits, of(0, { withheld: 9 }), 0, []).finding).toBe('unknown')
  })
})
