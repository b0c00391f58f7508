import { execFileSync, spawnSync } from 'node:child_process'
import { signedHeaders } from '../../../../packages/cloud/src/aws/sign.ts'
import { describe, expect, test } from 'vitest'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const now = Date.parse('2015-08-30T12:36:00Z')

function signatureOf(headers: Readonly<Record<string, string>>): string {
  return /Signature=([0-9a-f]+)$/.exec(headers['authorization'] ?? '')?.[1] ?? ''
}

describe('Signature Version 4', () => {
  test('the published example of AWS: ListUsers on 30 August 2015', () => {
    const headers = signedHeaders(
      {
        method: 'GET',
        url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      },
      keys,
      'iam',
      'us-east-1',
      now,
    )
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    )
  })
})

/** Signs the same requests with botocore, which shares no code with ours. */
const BOTOCORE = `
import json, sys, datetime
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
class Then(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return cls(2015, 8, 30, 12, 36, 0, tzinfo=tz)
    @classmethod
    def utcnow(cls): return cls(2015, 8, 30, 12, 36, 0)
auth.datetime.datetime = Then
if hasattr(auth, 'get_current_datetime'): auth.get_current_datetime = lambda *a, **k: Then(2015, 8, 30, 12, 36, 0)
out = []
for case in json.load(sys.stdin):
    request = AWSRequest(method=case['method'], url=case['url'], data=case['body'], headers=case['headers'])
    credentials = Credentials('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', case.get('token'))
    auth.SigV4Auth(credentials, case['service'], 'eu-central-1').add_auth(request)
    out.append(request.headers['Authorization'].split('Signature=')[1])
print(json.dumps(out))
`

/** A Python that has botocore: the one beside moto_server, or the system's. In CI it must be there. */
function pythonWithBotocore(): string | undefined {
  const beside = spawnSync('sh', ['-c', 'dirname "$(command -v moto_server)"'], {
    encoding: 'utf8',
  }).stdout.trim()
  const found = [`${beside}/python3`, 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import botocore.auth'], { stdio: 'ignore' }).status === 0,
  )
  if (found === undefined && process.env['CI'] === 'true') throw new Error('botocore must be installed in CI')
  return found
}

const python = pythonWithBotocore()

describe.runIf(python !== undefined)('Signature Version 4, as botocore signs', () => {
  test('paths, queries, bodies and session tokens', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    const at = 'https://lambda.eu-central-1.amazonaws.com'
    const cases = [
      {
        service: 'lambda',
        method: 'GET',
        url: `${at}/2015-03-31/functions/shop/aliases/live`,
        headers: {},
        body: '',
      },
      {
        service: 'lambda',
        method: 'GET',
        url: `${at}/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu%3A1%3Afunction%3Ashop/aliases/live`,
        headers: {},
        body: '',
      },
      {
        service: 'lambda',
        method: 'PUT',
        url: `${at}/a/b?Qualifier=7&b=2&a=x%20y&a=%C3%A4`,
        headers: { 'content-type': 'application/json' },
        body: '{"ä":1}',
      },
      {
        service: 'elasticloadbalancing',
        method: 'POST',
        url: 'https://elasticloadbalancing.eu-central-1.amazonaws.com/',
        headers: form,
        body: 'Action=DescribeRules&Version=2015-12-01',
      },
      {
        service: 'monitoring',
        method: 'POST',
        url: 'http://127.0.0.1:5000/',
        headers: form,
        body: 'a=b',
        token: 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVz==',
      },
      {
        service: 'aps',
        method: 'GET',
        url: 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/query?query=sum%28up%7Ba%3D%22b%22%7D%29%20or%20vector%280%29%21%27%2A&time=1.000',
        headers: {},
        body: '',
      },
    ]
    const expected = JSON.parse(
      execFileSync(python ?? '', ['-c', BOTOCORE], { input: JSON.stringify(cases), encoding: 'utf8' }),
    ) as unknown
    const ours = cases.map(({ service, method, url, headers, body, token }) =>
      signatureOf(
        signedHeaders(
          { method, url: new URL(url), headers, body },
          { ...keys, ...(token === undefined ? {} : { sessionToken: token }) },
          service,
          'eu-central-1',
          now,
        ),
      ),
    )
    expect(ours).toEqual(expected)
  })
})
