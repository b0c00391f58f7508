import { describe, expect, test } from 'vitest'
import { checkEvidence } from '@sluice/judge'
import { runSmoke, smokeField } from '@sluice/swap'
import { conclude } from '@sluice/verdict'
import { quietIo, serve } from '../world.ts'

const live = () => new AbortController().signal

async function smoke(yaml: string) {
  return await runSmoke(smokeField.parse(yaml), 'green', quietIo(), live())
}

describe('an HTTP check', () => {
  test('reports everything that is wrong with an answer at once', async () => {
    await using server = await serve((_, response) => {
      response
        .writeHead(500, { 'content-type': 'text/html' })
        .end('{"status":"starting","model":{"version":2}}')
    })
    const [result] = await smoke(`
      - url: ${server.url}/healthz
        header: { content-type: application/json }
        json: { $.status: ok, $.model.version: 3, $.missing: x }`)
    expect(result?.finding).toBe('worse')
    for (const part of [
      'status 500',
      'content-type',
      '$.status is "starting"',
      '$.model.version is "2"',
      '$.missing is missing',
    ]) {
      expect(result?.detail).toContain(part)
    }
  })

  test('passes only when status, headers, JSON and latency are all right', async () => {
    await using server = await serve((request, response) => {
      response.setHeader('content-type', 'application/json; charset=utf-8')
      response.end(JSON.stringify({ items: [{ id: 7 }], host: request.headers['x-colour'] }))
    })
    const [result] = await smoke(`
      url: ${server.url}/
      send: { x-colour: $colour }
      header: { content-type: /^application.json/ }
      json: { '$.items[0].id': 7, $.host: green }
      within: 2s`)
    expect(result).toMatchObject({ finding: 'fine' })
  })

  test('that is answered too late has failed', async () => {
    await using server = await serve(() => undefined)
    expect((await smoke(`{ url: '${server.url}', within: 50ms }`))[0]?.detail).toBe('no answer within 50 ms')
  })

  test('against nobody has failed', async () => {
    expect((await smoke('url: http://127.0.0.1:9/'))[0]?.finding).toBe('worse')
  })

  test('may be tried again', async () => {
    let asked = 0
    await using server = await serve((_, response) => response.writeHead(asked++ === 0 ? 503 : 200).end())
    const io = quietIo({ sleep: async () => undefined })
    const checks = smokeField.parse(`{ url: '${server.url}', attempts: 2 }`)
    expect(await runSmoke(checks, 'green', io, live())).toMatchObject([{ finding: 'fine' }])
  })
})

describe('a command', () => {
  test('passes with 0, fails with anything else, and is told the colour', async () => {
    const results = await smoke(`
      - command: [node, -e, 'process.exit(process.env.SLUICE_COLOUR === "green" ? 0 : 1)']
      - command: [node, -e, 'console.error("no such model"); process.exit(3)', $colour]`)
    expect(results).toMatchObject([
      { finding: 'fine' },
      { finding: 'worse', detail: 'ended with code 3: no such model' },
    ])
  })

  test('that cannot be started is unknown, and an unknown is no pass', async () => {
    const results = await smoke('command: [/no/such/program]')
    expect(results).toMatchObject([{ finding: 'unknown' }])
    expect(conclude(results.map(checkEvidence)).outcome).toBe('inconclusive')
  })
})

test('all mistakes in the input are reported together, each with its place', () => {
  const parse = () =>
    smokeField.parse('- url: nowhere\n- url: http://a/\n  status: 9\n  witin: 3s\n- command: "rm -rf /"')
  for (const place of ['[0].url', '[1].status', '[1].witin', '[2].command']) expect(parse).toThrow(place)
})
