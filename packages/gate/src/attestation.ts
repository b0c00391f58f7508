import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import {
  toSignedEntity,
  toTrustMaterial,
  Verifier,
  type Signer,
  type VerificationPolicy,
} from '@sigstore/verify'
import {
  parseBounded,
  RefusedEnvelope,
  verifyStatement,
  type Rejudge,
  type VerifiedVerdict,
} from '@sluice/verdict'

/** Whose attestations count: those of one workflow, under certificates of one of these roots. */
export interface AttestationTrust {
  /** Trusted roots as Sigstore writes them: one JSON document, or several, each on a line; undefined where the file is missing. */
  readonly roots: string | undefined
  /** The workflow as certificates name it: `https://github.com/OWNER/REPO/.github/workflows/FILE@REF`. */
  readonly workflow: string
  readonly issuer: string
  /** `owner/name` of the repository whose run signed: a reusable workflow signs for others as well. */
  readonly repository: string
  /** What else the run must have been; undefined allows any. */
  readonly refs?: readonly string[]
  readonly events?: readonly string[]
  readonly runner?: string
}

/** True for a Sigstore bundle, such as `actions/attest` writes. */
export function isBundle(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('mediaType' in data)) return false
  return (
    typeof data.mediaType === 'string' && data.mediaType.startsWith('application/vnd.dev.sigstore.bundle')
  )
}

/**
 * Checks a bundle offline: certificate chain, timestamps and logs as far as the root names any, signature, signer, the
 * run that signed; then the statement as for any signed verdict. Throws `RefusedEnvelope`.
 */
export function verifyAttestation(data: unknown, trust: AttestationTrust, rejudge: Rejudge): VerifiedVerdict {
  return verifyStatement(attestedStatement(data, trust), trust.workflow, rejudge)
}

/** The statement of a bundle that passed all checks; its content is not looked at. Throws `RefusedEnvelope`. */
export function attestedStatement(data: unknown, trust: AttestationTrust): unknown {
  const roots = documentsIn(trust.roots ?? '')
  if (roots.length === 0) throw new RefusedEnvelope('no_keys', 'there is no trusted root to check it against')
  const bundle = reading('malformed_envelope', () => bundleFromJSON(data))
  const results = roots.map((root) => signerUnder(root, bundle, trust))
  const signer = results.find((one) => typeof one !== 'string')
  if (signer === undefined) throw new RefusedEnvelope('bad_signature', String(results[0]))
  requireRun(signer, trust)
  if (bundle.content.$case !== 'dsseEnvelope')
    throw new RefusedEnvelope('wrong_statement', 'it holds no statement')
  return parseBounded(bundle.content.dsseEnvelope.payload.toString('utf8'))
}

function documentsIn(text: string): readonly string[] {
  try {
    JSON.parse(text)
    return [text]
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '')
  }
}

/** Who signed a bundle, or why it cannot be trusted under this root. */
function signerUnder(
  root: string,
  bundle: ReturnType<typeof bundleFromJSON>,
  trust: AttestationTrust,
): Signer | string {
  try {
    const trusted = TrustedRoot.fromJSON(JSON.parse(root))
    // GitHub's own root, for private repositories, names no logs and vouches by timestamps alone.
    const verifier = new Verifier(toTrustMaterial(trusted), {
      tlogThreshold: trusted.tlogs.length > 0 ? 1 : 0,
      ctlogThreshold: trusted.ctlogs.length > 0 ? 1 : 0,
      timestampThreshold: 1,
    })
    return verifier.verify(toSignedEntity(bundle), signerOf(trust))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The library takes names for patterns; ours is the whole name and nothing else. */
function signerOf({ workflow, issuer }: AttestationTrust): VerificationPolicy {
  const whole = workflow.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  return { subjectAlternativeName: new RegExp(`^${whole}$`), extensions: { issuer } }
}

/** Last number of Fulcio's extensions, 1.3.6.1.4.1.57264.1.N (github.com/sigstore/fulcio/blob/main/docs/oid-info.md). */
const EXTENSIONS = { runner: 11, repository: 12, ref: 14, event: 20 } as const

/** The run is of this repository, on an allowed ref, event and kind of runner, as its certificate says. */
function requireRun(signer: Signer, trust: AttestationTrust): void {
  const repository = `${new URL(trust.workflow).origin}/${trust.repository}`
  const wanted: readonly (readonly [keyof typeof EXTENSIONS, readonly string[] | undefined])[] = [
    ['repository', [repository]],
    ['ref', trust.refs],
    ['event', trust.events],
    ['runner', trust.runner === undefined ? undefined : [trust.runner]],
  ]
  for (const [name, allowed] of wanted) {
    const said = extensionOf(signer, EXTENSIONS[name])
    if (allowed === undefined || (said !== undefined && allowed.includes(said))) continue
    throw new RefusedEnvelope(
      'wrong_signer',
      `the ${name} of the run that signed it is ${said ?? 'unknown'}; allowed: ${allowed.join(', ')}`,
    )
  }
}

/** An extension's text: a DER UTF8String of fewer than 256 bytes. */
function extensionOf({ identity }: Signer, last: number): string | undefined {
  const oid = `1.3.6.1.4.1.57264.1.${last}`
  const value = identity?.oids?.find((one) => one.oid?.id.join('.') === oid)?.value
  if (value === undefined || value[0] !== 0x0c) return undefined
  const head = value[1] === 0x81 ? 3 : 2
  const length = value[head - 1]
  return length === value.length - head ? value.subarray(head).toString('utf8') : undefined
}

function reading<T>(refusal: 'malformed_envelope', read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new RefusedEnvelope(refusal, error instanceof Error ? error.message : String(error))
  }
}
