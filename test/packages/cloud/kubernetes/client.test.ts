import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { join } from 'node:path'
import { clusterAccess, createClusterClient } from '@sluice/cloud'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const never = new AbortController().signal
const folder = tempFolder('sluice-cluster')
const at = (name: string): string => join(folder, name)

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' })
}

function withEnv(env: Readonly<Record<string, string>>): TestIo {
  return { ...testIo(), env: (name) => env[name] }
}

function kubeconfig(name: string, server: string, cluster: object, user: object): string {
  const config = {
    'current-context': 'main',
    contexts: [
      { name: 'main', context: { cluster: 'k', user: 'u', namespace: 'team' } },
      { name: 'bare', context: { cluster: 'k' } },
    ],
    clusters: [{ name: 'k', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
  }
  writeFileSync(at(name), JSON.stringify(config))
  return at(name)
}

async function whoAmI(path: string, io = testIo()): Promise<unknown> {
  const client = createClusterClient(io, await clusterAccess(io, { kubeconfig: path }))
  const { status, body } = await client.ask('GET', '/me', never)
  return status === 200 ? body : status
}

describe('a cluster over TLS', () => {
  let server: Server
  let address: string
  beforeAll(async () => {
    writeFileSync(at('ext'), 'subjectAltName=DNS:cluster.test\n')
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=test-ca',
    )
    for (const name of ['server', 'client']) {
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      )
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.crt`,
        '-days',
        '2',
        '-extfile',
        'ext',
      )
    }
    const pem = (name: string): Buffer => readFileSync(at(name))
    server = createServer(
      {
        key: pem('server.key'),
        cert: pem('server.crt'),
        ca: pem('ca.crt'),
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => {
        const socket = request.socket as TLSSocket
        const certificate = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : ''
        response.end(JSON.stringify({ certificate, authorization: request.headers.authorization ?? '' }))
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const bound = server.address()
    address = `https://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`
  })
  afterAll(() => void server.close())

  const base64 = (name: string): string => readFileSync(at(name)).toString('base64')

  test('trusts the authority of the kubeconfig, and shows the client certificate', async () => {
    const cluster = { 'certificate-authority-data': base64('ca.crt'), 'tls-server-name': 'cluster.test' }
    const inline = {
      'client-certificate-data': base64('client.crt'),
      'client-key-data': base64('client.key'),
    }
    expect(await whoAmI(kubeconfig('inline', address, cluster, inline))).toMatchObject({
      certificate: 'client',
    })
    const files = { 'client-certificate': 'client.crt', 'client-key': 'client.key' }
    const beside = { 'certificate-authority': 'ca.crt', 'tls-server-name': 'cluster.test' }
    expect(await whoAmI(kubeconfig('files', address, beside, files))).toMatchObject({ certificate: 'client' })
  })

  test('refuses a server that the authority does not vouch for, unless told otherwise', async () => {
    await expect(whoAmI(kubeconfig('unknown', address, {}, {}))).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      message: expect.stringMatching(/self-signed|certificate/),
    })
    const skipping = kubeconfig('skip', address, { 'insecure-skip-tls-verify': true }, { token: 'abc' })
    expect(await whoAmI(skipping)).toEqual({ certificate: '', authorization: 'Bearer abc' })
  })
})

describe('who asks', () => {
  test('a token, a token file that is rotated, a name and a password', async () => {
    const seen: string[] = []
    const server = await startLoopback((request, response) => {
      seen.push(request.headers.authorization ?? '')
      response.end('{}')
    })
    const io = testIo()
    await whoAmI(kubeconfig('token', server.url, {}, { token: 'abc' }), io)
    expect(io.masked).toEqual(['abc'])
    writeFileSync(at('rotated'), 'first\n')
    const client = createClusterClient(
      io,
      await clusterAccess(io, { kubeconfig: kubeconfig('file', server.url, {}, { tokenFile: 'rotated' }) }),
    )
    await client.ask('GET', '/', never)
    writeFileSync(at('rotated'), 'second\n')
    await client.ask('GET', '/', never)
    await whoAmI(kubeconfig('basic', server.url, {}, { username: 'ann', password: 'pw' }), io)
    expect(seen).toEqual(['Bearer abc', 'Bearer first', 'Bearer second', 'Basic YW5uOnB3'])
    await server.stop()
  })

  test('an exec plugin: its credential is kept until it ends or is refused, and masked', async () => {
    const seen: string[] = []
    const server = await startLoopback((request, response) => {
      const given = request.headers.authorization ?? ''
      seen.push(given)
      response.writeHead(given === 'Bearer plugin-1' && seen.length > 2 ? 401 : 200).end('{}')
    })
    const plugin = `#!/bin/sh
n=$(($(cat "${at('runs')}" 2>/dev/null || echo 0) + 1)); echo $n > "${at('runs')}"
case "$KUBERNETES_EXEC_INFO" in *'"server":"${server.url}"'*) ;; *) echo "no info" >&2; exit 3;; esac
echo "{\\"kind\\":\\"ExecCredential\\",\\"apiVersion\\":\\"client.authentication.k8s.io/v1\\",\\"status\\":{\\"token\\":\\"$PREFIX-$n\\",\\"expirationTimestamp\\":\\"2999-01-01T00:00:00Z\\"}}"
`
    writeFileSync(at('plugin.sh'), plugin)
    chmodSync(at('plugin.sh'), 0o755)
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: at('plugin.sh'),
      args: ['token'],
      env: [{ name: 'PREFIX', value: 'plugin' }],
    }
    const io = testIo()
    const client = createClusterClient(
      io,
      await clusterAccess(io, { kubeconfig: kubeconfig('exec', server.url, {}, { exec }) }),
    )
    for (let i = 0; i < 3; i++) expect((await client.ask('GET', '/', never)).status).toBe(200)
    expect(seen).toEqual(['Bearer plugin-1', 'Bearer plugin-1', 'Bearer plugin-1', 'Bearer plugin-2'])
    expect(io.masked).toEqual(['plugin-1', 'plugin-2'])
    const broken = kubeconfig('broken', server.url, {}, { exec: { ...exec, command: '/bin/false' } })
    await expect(whoAmI(broken)).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING' })
    await server.stop()
  })
})

describe('where the cluster is', () => {
  test('a setting, then KUBECONFIG, then the pod, then the home folder', async () => {
    const given = kubeconfig('given', 'https://given.test', {}, {})
    kubeconfig('listed', 'https://listed.test', {}, {})
    const server = async (env: Record<string, string>, options = {}): Promise<string> =>
      (await clusterAccess(withEnv(env), options)).server.href
    const KUBECONFIG = `${at('missing')}:${at('listed')}`
    expect(await server({ KUBECONFIG }, { kubeconfig: given })).toBe('https://given.test/')
    expect(await server({ KUBECONFIG, KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toBe('https://listed.test/')
    expect(await server({ KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toBe('https://10.0.0.1/')
    expect(await server({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' })).toBe(
      'https://[fd00::1]:6443/',
    )
    expect((await clusterAccess(testIo(), { kubeconfig: given, context: 'bare' })).namespace).toBe('default')
  })

  test.each([
    ['no file', () => at('nowhere'), undefined, 'CREDENTIALS_MISSING', /does not exist/],
    [
      'no such context',
      () => kubeconfig('c', 'https://k', {}, {}),
      'prod',
      'BAD_CREDENTIALS',
      /no context "prod" in it; it has main, bare/,
    ],
    [
      'no address',
      () => kubeconfig('a', 'k8s', {}, {}),
      undefined,
      'BAD_CREDENTIALS',
      /"k8s", not an address/,
    ],
    [
      'a key that is not there',
      () => kubeconfig('f', 'https://k', {}, { 'client-key': 'gone.key' }),
      undefined,
      'BAD_CREDENTIALS',
      /client-key names "gone.key"/,
    ],
    [
      'a plugin of old',
      () => kubeconfig('o', 'https://k', {}, { 'auth-provider': {} }),
      undefined,
      'BAD_CREDENTIALS',
      /auth-provider/,
    ],
  ])('says what is wrong: %s', async (_, path, context, code, words) => {
    const options = { kubeconfig: path(), ...(context === undefined ? {} : { context }) }
    await expect(clusterAccess(testIo(), options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    })
  })
})
