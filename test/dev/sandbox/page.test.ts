import { mentionsIn, renderGitHubMarkdown, renderPullRequestPage } from '@sluice/sandbox'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture } from './client.ts'
import type { Fixture } from './client.ts'

describe('Markdown as GitHub shows it', () => {
  const comment = (text: string): string => renderGitHubMarkdown(text, 'comment')

  test('tables, task lists, alerts and details are rendered', () => {
    expect(comment('| a |\n|--:|\n| 1 |')).toContain('<td align="right">1</td>')
    expect(comment('- [x] done')).toContain('<input type="checkbox" disabled checked>')
    expect(comment('> [!WARNING]\n> hot')).toContain('<blockquote class="alert warning">')
    expect(comment('<details><summary>s</summary>\n\n**b**\n\n</details>')).toContain('<strong>b</strong>')
  })

  test('a comment keeps its line breaks, a report folds them', () => {
    expect(comment('a\nb')).toContain('a<br>b')
    expect(renderGitHubMarkdown('a\nb', 'document')).not.toContain('<br>')
  })

  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['<style>*{display:none}</style>', '&lt;style&gt;'],
    ['<img src="x" onerror="alert(1)">', '<img src="x">'],
    ['<b style="color:red" class="x" id="y">b</b>', '<b>b</b>'],
    ['<iframe src="https://example.com"></iframe>', '&lt;iframe'],
    ['<form action="/x"><button>b</button></form>', 'b'],
    ['<!-- hidden -->shown', 'shown'],
  ])('%s becomes harmless', (hostile, harmless) => {
    const html = comment(hostile)
    expect(html).toContain(harmless)
    expect(html).not.toMatch(/<script|<style|<iframe|<form|onerror|<!--/)
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#115;cript:alert(1)',
    'java&Tab;script:alert(1)',
    ' javascript&colon;alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
  ])('a link to %j leads nowhere', (url) => {
    expect(comment(`<a href="${url}">x</a>`)).not.toContain('href')
    expect(comment(`[x](<${url.replaceAll('\n', '')}>)`)).not.toMatch(/href="\s*(java|data|vb)/i)
  })

  test('no comment can close or open what is around it', () => {
    const html = comment('</div></article></main><div><b>open')
    expect(html).not.toMatch(/<\/article|<\/main/)
    expect((html.match(/<div>/g) ?? []).length).toBe((html.match(/<\/div>/g) ?? []).length)
  })

  test('whatever is thrown at it, every tag is known and closed', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '<a href=',
      '<b',
      '</b>',
      'x',
      ' ',
      '\n',
      '<!--',
      '-->',
      '&#',
      '`',
      '<td>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const html = comment(pieces.join(''))
        const tags = [...html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)].filter(
          (tag) => !/^(br|hr|img|input)$/.test(tag[2] ?? ''),
        )
        const depth = tags.reduce((sum, tag) => sum + (tag[1] === '/' ? -1 : 1), 0)
        expect(depth).toBe(0)
        expect(html.replaceAll(/<\/?[a-z][^<>]*>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })

  test('mentions are found where GitHub would notify, and not in code', () => {
    expect(mentionsIn('hi @mona and @acme/release, not `@code` nor a@b.c')).toEqual(['mona', 'acme/release'])
    expect(mentionsIn('@\u200bteam stays quiet')).toEqual([])
  })
})

describe('the page of a pull request', () => {
  let at: Fixture
  beforeEach(async () => {
    at = await fixture()
    at.repository.pullRequest({ title: 'Use <b>less</b> memory', body: 'hello **you**' })
  })
  afterEach(async () => await at.sandbox.close())

  test('shows checks with their reports, comments, deployments and what is still expected', async () => {
    const sha = at.sandbox.state.repositories[0]?.pulls[0]?.headSha
    const output = { title: 'Rolled back', summary: '| metric |\n|---|\n| errors |' }
    await at.ask('POST', '~/check-runs', { name: 'canary', head_sha: sha, conclusion: 'failure', output })
    await at.ask('POST', '~/issues/1/comments', { body: 'see the *report*' })
    const deployment = { ref: sha, environment: 'production', auto_merge: false, required_contexts: [] }
    const { body } = await at.ask('POST', '~/deployments', deployment)
    const status = { state: 'failure', description: '25 % → roll-back' }
    await at.ask('POST', `~/deployments/${String(body['id'])}/statuses`, status)
    const page = renderPullRequestPage(at.sandbox.state, 1)
    for (const part of [
      'Use &lt;b&gt;less&lt;/b&gt; memory',
      'Some checks were not successful',
      'Failing — Rolled back',
      '<td>errors</td>',
      'see the <em>report</em>',
      '25 % → roll-back',
    ]) {
      expect(page).toContain(part)
    }
    expect(page).not.toMatch(/<script|<link|https?:\/\/(?!127\.0\.0\.1)/)
  })

  test('another pull request’s deployments and checks are not on it', async () => {
    const other = at.repository.pullRequest({ title: 'Another' })
    await at.ask('POST', '~/check-runs', { name: 'theirs', head_sha: other.headSha, conclusion: 'failure' })
    await at.ask('POST', '~/deployments', {
      ref: other.headSha,
      auto_merge: false,
      required_contexts: [],
      environment: 'their-place',
    })
    const page = renderPullRequestPage(at.sandbox.state, 1)
    expect(page).toContain('No checks yet')
    expect(page).not.toMatch(/theirs|their-place/)
  })

  test('is served where comments and checks link to', async () => {
    const { body } = await at.ask('POST', '~/issues/1/comments', { body: 'here' })
    const page = await fetch(String(body['html_url']))
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toContain(`id="issuecomment-${String(body['id'])}"`)
    expect(await (await fetch(at.sandbox.url)).text()).toContain('/acme/shop/pull/1')
    expect((await fetch(`${at.sandbox.url}/acme/shop/pull/99`)).status).toBe(404)
  })

  test('the state is there as JSON for tests in another process', async () => {
    await at.ask('POST', '~/issues/1/comments', { body: 'here' })
    const state = await at.ask('GET', '/_sandbox/state')
    expect(state.body['repositories']).toMatchObject({ 'acme/shop': { comments: [{ body: 'here' }] } })
    expect(state.body['violations']).toEqual([])
  })
})
