import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runToEnd } from './program.ts'

/** `ca.crt` and `server.crt` with its key in a folder: an authority, and a certificate for `localhost`, and only for that. */
export function makeCertificates(dir: string): void {
  const openssl = (...args: readonly string[]): void => void runToEnd('openssl', args)
  const file = (name: string): string => join(dir, name)
  const key = ['-newkey', 'rsa:2048', '-nodes']
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.crt'),
    '-subj',
    '/CN=Test authority',
  )
  openssl('req', ...key, '-keyout', file('server.key'), '-out', file('server.csr'), '-subj', '/CN=localhost')
  writeFileSync(file('names'), 'subjectAltName=DNS:localhost\n')
  const signer = ['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-CAcreateserial']
  openssl(
    'x509',
    '-req',
    '-in',
    file('server.csr'),
    ...signer,
    '-out',
    file('server.crt'),
    '-extfile',
    file('names'),
  )
}
