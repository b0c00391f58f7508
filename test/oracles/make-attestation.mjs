// Writes attestations as `actions/attest` would have Sigstore make them, and the root they can be checked with, from Sigstore's own
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

const ARTIFACT = 'b'.repeat(64)
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
const base64 = (hex) => Buffer.from(hex, 'hex').toString('base64')
/** What the run that signs says of itself; undefined leaves an extension out. */
const RUN = {
  11: 'github-hosted',
  12: 'https://github.com/acme/shop',
  14: 'refs/heads/main',
  20: 'push',
}

function verdictStatement(errors = 20, digest = ARTIFACT) {
  const subject = {
    repository: 'acme/shop',
    sha: 'a'.repeat(40),
    environment: 'production',
    service: 'api',
    artifact: `sha256:${ARTIFACT}`,
  }
  const verdict = judgedVerdict(subject, errors, at.getTime())
  const predicate = JSON.parse(predicateOf(verdict, at.getTime()))
  return statementOf('https://sluice.dev/verdict/v1', predicate, digest)
}

function statementOf(predicateType, predicate, digest = ARTIFACT) {
  return canonicalJson({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'api', digest: { sha256: digest } }],
    predicateType,
    predicate,
  })
}

async function attest(statement, run = {}) {
  const signer = pair('P-256')
  const said = Object.entries({ ...RUN, ...run }).filter(([, value]) => value !== undefined)
  const certificate = Buffer.from(
    await ca.issueCertificate({
      publicKey: signer.publicKey.export({ format: 'der', type: 'spki' }),
      subjectAltName: WORKFLOW,
      extensions: [
        { oid: '1.3.6.1.4.1.57264.1.1', value: ISSUER, legacy: true },
        { oid: '1.3.6.1.4.1.57264.1.8', value: ISSUER },
        ...said.map(([last, value]) => ({ oid: `1.3.6.1.4.1.57264.1.${last}`, value })),
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
  return {
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
}

const bundles = {
  genuine: await attest(verdictStatement()),
  failed: await attest(verdictStatement(900)),
  otherDigest: await attest(verdictStatement(20, 'c'.repeat(64))),
  otherRepository: await attest(verdictStatement(), { 12: 'https://github.com/mallory/shop' }),
  otherRef: await attest(verdictStatement(), { 14: 'refs/heads/feature' }),
  otherEvent: await attest(verdictStatement(), { 20: 'pull_request_target' }),
  selfHosted: await attest(verdictStatement(), { 11: 'self-hosted' }),
  saysNothing: await attest(verdictStatement(), {
    11: undefined,
    12: undefined,
    14: undefined,
    20: undefined,
  }),
  provenance: await attest(
    statementOf('https://slsa.dev/provenance/v1', { buildDefinition: {}, runDetails: {} }),
  ),
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
writeFileSync(`${folder}/bundles.json`, `${JSON.stringify(bundles)}\n`)
writeFileSync(`${folder}/trusted-root.json`, `${JSON.stringify(root)}\n`)
