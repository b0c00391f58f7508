import { describe, expect, test } from 'vitest'
import { isCredential, namesCredential } from '../../../packages/shadow/src/tally/credentials.ts'
import { responseRecord } from '../../../packages/shadow/src/formats/http-record.ts'
import { readRequest } from '../../../packages/shadow/src/replay/request.ts'
import { showId, showValue } from '../../../packages/shadow/src/tally/show.ts'
import { asked, compared, ndjson, verdictOn } from './worlds.ts'

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

/** A value as a report shows it that shows values. */
function shown(value: string, path = ''): string {
  return showValue(Buffer.from(`x${value}x`), 1, 1 + Buffer.byteLength(value), false, path)
}

describe('credentials', () => {
  test.each(
    `tokens authorization Proxy-Authorization cookie Set-Cookie cookies x-api-key api-key apikey API_KEY apiKey x-auth-token
     token accessToken refresh_tokens id-token secret client_secret clientSecret password Password passwd pwd private_key
     session session_id JSESSIONID PHPSESSID csrf X-CSRF-Token xsrfToken credentials aws_secret_access_key accessKeyId jwt`
      .trim()
      .split(/\s+/),
  )('%s names one', (key) => expect(namesCredential(key)).toBe(true))

  test.each(
    `author authorized total_tokens max_new_tokens completion_tokens secretary passenger bypass key keys id
     keyboard sessions_count cookieless etag signature name`
      .trim()
      .split(/\s+/),
  )('%s names none', (key) => expect(namesCredential(key)).toBe(false))

  test('a place is that of one at it and below it', () => {
    for (const path of [
      'token',
      'headers.x-api-key',
      'headers["x-api-key"]',
      'users[*].password.hash',
      '["a.b"].Cookie[*]',
    ])
      expect(isCredential(path)).toBe(true)
    for (const path of ['', '$', 'user.name', 'items[*].key', '(other paths)', '["a token of love"].x'])
      expect(isCredential(path)).toBe(false)
  })

  test.each([
    ['"hunter2"', 'user.password', 'a text (token) of 7 bytes'],
    ['{"a":1}', 'session', 'an object'],
    ['1234', 'otp', 'a 4-digit number'],
    ['"Ann"', 'user.name', '"Ann"'],
    [
      '{"name":"Ann","password":"hunter2","n":1}',
      '',
      '{"name":"Ann","password":(a text (token) of 7 bytes),"n":1}',
    ],
    ['{"a":[{"API-Key" : {"deep":"hunter2"} , "b":null}]}', '', '{"a":[{"API-Key":(an object) , "b":null}]}'],
    ['{"\\u0074oken":["hunter2"]}', '', '{"\\u0074oken":(an array)}'],
    ['1,{"secret":"hunter2"}', 'list', '1,{"secret":(a text (token) of 7 bytes)}'],
    ['{"secret":"hunter2', '', '{"secret":(more elements)'],
    [`"Bearer abcdef"`, 'x', '"Bearer ***"'],
    [`["Basic YW5uOnB3"]`, 'x', '["Basic ***"]'],
    [`"${JWT}"`, 'x', '"***"'],
    [`{"${JWT}":1}`, 'x', '{"***":1}'],
    ['"/x?a=1&access_token=hunter2&b=2"', 'url', '"/x?a=1&access_token=***&b=2"'],
    ['"https://ann:hunter2@example.com/"', 'url', '"https://ann:***@example.com/"'],
    ['"{\\"password\\":\\"hunter2 x\\",\\"a\\":1}"', 'body', '"{\\"password\\":***\\",\\"a\\":1}"'],
    [
      '"GET / HTTP/1.1\\r\\nCookie: a=b; c=d\\r\\nX: y"',
      'raw',
      '"GET / HTTP/1.1\\r\\nCookie: ***\\r\\nX: y"',
    ],
    [
      '"Unexpected token < in JSON, a basic mistake: 1"',
      'error',
      '"Unexpected token < in JSON, a basic mistake: 1"',
    ],
  ])('%s at %s is shown as %s', (value, path, text) => expect(shown(value, path)).toBe(text))

  test('a value is cut to a readable length, and what is cut is masked too', () => {
    expect(shown(`"${'a'.repeat(500)}"`)).toBe(`"${'a'.repeat(199)}…`)
    expect(shown(`"${'€'.repeat(150)}"`)).toBe(`"${'€'.repeat(150)}"`)
    expect(shown(`"${'a'.repeat(198)}😀😀"`)).toBe(`"${'a'.repeat(198)}…`)
    expect(shown(`{"a":"${'a'.repeat(180)}","token":"${'hunter2'.repeat(99)}"}`)).not.toContain('hunter2')
    expect(shown(`"x eyJ${'hunter2'.repeat(9999)}"`)).toBe('"x ***…"')
    expect(shown(`[${'1,'.repeat(5000)}1]`)).toHaveLength(201)
  })

  test('an id that holds one is never shown', () => {
    expect([
      showId(JWT, 77, true),
      showId('ghp_abcdefghijklmnop', 77, true),
      showId('r-1', 77, true),
    ]).toEqual(['#25', '#25', 'r-1'])
    expect(showId('GET /x?api_key=hunter2', 77, false)).toBe('GET /x?api_key=***')
  })

  test('no report holds one, whatever it shows', () => {
    const record = (arm: number) => ({
      id: 1,
      headers: { 'x-api-key': `hunter2${arm}`, authorization: `Bearer hunter2${arm}` },
      ...(arm === 1 ? { added: { user: 'Ann', token: 'hunter2' } } : {}),
      list: [1, ...(arm === 1 ? [{ cookie: 'hunter2' }] : [])],
      text: `see https://a.example/?token=hunter2${arm}`,
    })
    const words = { redact: 'none' }
    const text = JSON.stringify(
      verdictOn(
        compared(
          [0, 1].map((arm) => ndjson([record(arm)])),
          words,
        ),
        words,
      ),
    )
    expect(text).toContain('Ann')
    expect(text).not.toContain('hunter2')
  })

  test('those of a response are not even recorded, and slices by one are refused', () => {
    const names = ['Authorization', 'Proxy-Authorization', 'Cookie', 'Set-Cookie', 'Set-Cookie2', 'ETag']
    const headers = names.map((name) => [name, 'v'] as const)
    const record = responseRecord({
      id: '1',
      status: 200,
      headers,
      body: Buffer.alloc(0),
      latencyMs: undefined,
    })
    expect(JSON.parse(record)).toMatchObject({ headers: { etag: 'v' } })
    expect(Object.keys((JSON.parse(record) as { headers: object }).headers)).toEqual(['etag'])
    expect(() => asked({ slices: 'region, headers.x-api-key' })).toThrow(
      /slices: must not be "headers.x-api-key"/,
    )
  })

  test('an address that cannot be replayed is told without them', () => {
    const line = JSON.stringify({ url: 'x?access_token=hunter2' })
    expect(() => readRequest(line, 1)).toThrow('cannot be read: "x?access_token=***"')
  })
})

test('neither slices nor classes are called by a credential', () => {
  const secret = 'sk-abcdefghijklmnopqrstuvwx'
  const record = (id: number, prediction: string): unknown => ({ id, who: `Bearer ${secret}`, prediction })
  const words = { kind: 'classification', slices: 'who', redact: 'none' }
  const arms = [`Bearer ${secret}`, 'other'].map((said) => ndjson([1, 2, 3].map((id) => record(id, said))))
  const written = JSON.stringify(verdictOn(compared(arms, words), words))
  expect(written).not.toContain(secret)
  expect(written).toContain('who=Bearer ***')
})
