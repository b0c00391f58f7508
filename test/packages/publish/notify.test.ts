import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseFields } from '@sluice/action'
import { newsText, notifyField, openNotify, type NotifyTarget, type RolloutNews } from '@sluice/publish'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { freePort, startLoopback } from '../../servers/loopback.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const news: RolloutNews = {
  event: 'rolled-back',
  action: 'canary-step',
  service: 'api <!channel> & co',
  environment: 'production',
  repository: 'acme/api',
  sha: '3f6400f0c0ffee',
  weight: 0,
  reason: 'regression_found',
  why: 'the candidate is worse',
  runUrl: 'https://github.example/acme/api/actions/runs/7',
}

const targets = (given: string): readonly NotifyTarget[] =>
  parseFields({ notify: notifyField }, () => given, '`notify`').notify

async function hook(code = 200): Promise<{ url: string; bodies: unknown[] }> {
  const bodies: unknown[] = []
  const server = await startLoopback(async (request, response) => {
    let text = ''
    for await (const part of request) text += String(part)
    bodies.push(JSON.parse(text))
    response.writeHead(code).end('ok')
  })
  onTestFinished(server.stop)
  return { url: `${server.url}/services/T0/s3cret`, bodies }
}

describe('notifications', () => {
  test('Slack gets one escaped sentence with a link, a webhook gets the facts', async () => {
    const [slack, webhook] = [await hook(), await hook()]
    await openNotify(targets(`- slack: ${slack.url}\n- webhook: ${webhook.url}`), testIo())(news)
    expect(slack.bodies).toEqual([
      {
        text: 'api &lt;!channel&gt; &amp; co in production was rolled back to 0%: the candidate is worse (acme/api@3f6400f). <https://github.example/acme/api/actions/runs/7|run>',
      },
    ])
    expect(webhook.bodies).toEqual([
      { ...news, text: newsText(news), at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
    ])
  })

  test('a program gets the facts on its input', async () => {
    const file = join(tempFolder('sluice-notify'), 'tell.cjs')
    writeFileSync(
      file,
      'require("fs").writeFileSync(__filename + ".said", require("fs").readFileSync(0, "utf8") + process.argv[2])',
    )
    const target = JSON.stringify([{ command: [process.execPath, file, '$(id)'] }])
    await openNotify(targets(target), testIo())(news)
    expect(readFileSync(`${file}.said`, 'utf8')).toMatch(/^\{"event":"rolled-back".*\}\$\(id\)$/)
  })

  test('tells only of the events that were asked for', async () => {
    const { url, bodies } = await hook()
    const tell = openNotify(targets(`- webhook: ${url}\n  events: [promoted, needs-person]`), testIo())
    for (const event of ['started', 'advanced', 'held', 'needs-person', 'rolled-back', 'promoted'] as const) {
      await tell({ ...news, event })
    }
    expect(bodies).toMatchObject([{ event: 'needs-person' }, { event: 'promoted' }])
  })

  test('a target that fails is a warning without its address, and no reason to fail', async () => {
    const io = testIo()
    const { url } = await hook(500)
    const given = [
      { webhook: url },
      { slack: `http://127.0.0.1:${await freePort()}/s3cret` },
      { command: ['/nowhere/s3cret'] },
    ]
    await openNotify(targets(JSON.stringify(given)), io)(news)
    expect(io.lines.toSorted()).toEqual([
      'A notification (command) was not sent: COMMAND_NOT_STARTED',
      'A notification (slack) was not sent: ECONNREFUSED',
      'A notification (webhook) was not sent: it answered 500',
    ])
    expect(io.masked).toContain(url)
  })

  test('a target that never answers is given up after five seconds', async () => {
    const io = testIo()
    const silent = await startLoopback(() => undefined)
    onTestFinished(silent.stop)
    await openNotify(targets(`- webhook: ${silent.url}`), io)(news)
    expect(io.lines).toEqual(['A notification (webhook) was not sent: no answer within 5 s'])
  })

  test('works after the job was cancelled', async () => {
    const { url, bodies } = await hook()
    await openNotify(targets(`- webhook: ${url}`), testIo(AbortSignal.abort(new Error('cancelled'))))(news)
    expect(bodies).toHaveLength(1)
  })

  test.each([
    '- {}',
    '- slack: https://a.example\n  webhook: https://b.example',
    '- slack: s3cret',
    '- mail: s3cret',
  ])('refuses %j without repeating it', (given) => {
    expect(() => targets(given)).toThrow(/^notify: must be/)
    expect(() => targets(given)).toThrow(/^(?![^]*s3cret)/)
  })
})
