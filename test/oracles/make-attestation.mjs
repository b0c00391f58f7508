// Writes an attestation as `actions/attest` would have Sigstore make it, and the root it can be checked with, from Sigstore's own
// mock services: npm install @sigstore/mock@0.12.1 elsewhere, link it here, and run with Node 24 from the root of the repository.
import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock'
import { canonicalJson, preAuthEncoding, predicateOf } from '@sluice/verdict'
import { judgedVerdict } from '../actions/promote-gate/real-verdict.ts'

const WORKFLOW = 'https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main'
const ISSUER = 'https://token.actions.githubusercontent.com'
// The mock's root certificate begins to be valid when it is made.
const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000)
const pair = (namedCurve) => generateKeyPairSync('ec', { namedCurve })
const [rekorKey, ctKey] = [pair('P-256'), pair('P-256')]
const ctLog = await initializeCTLog(ctKey, at)
const ca = await initializeCA(pair('P-384'), ctLog, at)
const tlog = await initializeTLog('https://rekor.sigstore.dev', rekorKey, at)

const subject = {
  repository: 'acme/shop',
  sha: 'a'.repeat(40),
  environment: 'production',
  service: 'api',
  artifact: `sha256:${'b'.repeat(64)}`,
}
const verdict = judgedVerdict(subject, 20, at.getTime())
const statement = canonicalJson({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'api', digest: { sha256: 'b'.repeat(64) } }],
  predicateType: 'https://sluice.dev/verdict/v1',
  predicate: JSON.parse(predicateOf(verdict, at.getTime())),
})

const signer = pair('P-256')
const certificate = Buffer.from(
  await ca.issueCertificate({
    publicKey: signer.publicKey.export({ format: 'der', type: 'spki' }),
    subjectAltName: WORKFLOW,
    extensions: [
      { oid: '1.3.6.1.4.1.57264.1.1', value: ISSUER, legacy: true },
      { oid: '1.3.6.1.4.1.57264.1.8', value: ISSUER },
    ],
  }),
)
const payloadType = 'application/vnd.in-toto+json'
const signature = sign('sha256', preAuthEncoding(payloadType, Buffer.from(statement)), signer.privateKey)
const envelope = {
  payload: Buffer.from(statement).toString('base64'),
  payloadType,
  signatures: [{ sig: signature.toString('base64') }],
}
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
const entry = Object.values(
  await tlog.log({
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256(canonicalJson(envelope)) },
      payloadHash: { algorithm: 'sha256', value: sha256(statement) },
      signatures: [
        {
          signature: signature.toString('base64'),
          verifier: Buffer.from(new X509Certificate(certificate).toString()).toString('base64'),
        },
      ],
    },
  }),
)[0]
const proof = entry.verification.inclusionProof
const base64 = (hex) => Buffer.from(hex, 'hex').toString('base64')
const bundle = {
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: {
    certificate: { rawBytes: certificate.toString('base64') },
    tlogEntries: [
      {
        logIndex: String(entry.logIndex),
        logId: { keyId: base64(entry.logID) },
        kindVersion: { kind: 'dsse', version: '0.0.1' },
        integratedTime: String(entry.integratedTime),
        inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
        inclusionProof: {
          logIndex: String(proof.logIndex),
          rootHash: base64(proof.rootHash),
          treeSize: String(proof.treeSize),
          hashes: proof.hashes.map(base64),
          checkpoint: { envelope: proof.checkpoint },
        },
        canonicalizedBody: entry.body,
      },
    ],
  },
  dsseEnvelope: envelope,
}

const validFor = { start: '2026-01-01T00:00:00Z' }
const log = (baseUrl, { publicKey }) => {
  const rawBytes = publicKey.export({ format: 'der', type: 'spki' })
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: rawBytes.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(rawBytes).digest('base64') },
    operator: 'mock',
  }
}
const root = {
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  tlogs: [log('https://rekor.sigstore.dev', rekorKey)],
  ctlogs: [log('https://ctfe.sigstore.dev', ctKey)],
  certificateAuthorities: [
    {
      subject: { commonName: 'sigstore', organization: 'sigstore.mock' },
      uri: 'https://fulcio.sigstore.dev',
      certChain: { certificates: [{ rawBytes: Buffer.from(ca.rootCertificate).toString('base64') }] },
      validFor,
    },
  ],
  timestampAuthorities: [],
}
const folder = 'test/packages/gate/attestation'
writeFileSync(`${folder}/bundle.json`, `${JSON.stringify(bundle, null, 1)}\n`)
writeFileSync(`${folder}/trusted-root.json`, `${JSON.stringify(root)}\n`)
