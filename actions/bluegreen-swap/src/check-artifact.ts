import { createHash } from 'node:crypto'
import type { Io } from '@sluice/action'
import type { FleetArtifact } from '@sluice/fleet'
import type { CheckResult } from '@sluice/judge'

const LIMIT_MS = 120_000

/** Downloads what devices would download, and compares length and digest with what the manifest will promise. */
export async function checkArtifact(
  artifact: FleetArtifact,
  io: Io,
  signal: AbortSignal,
): Promise<CheckResult> {
  const result = { name: `artifact ${artifact.version}`, at: io.now() }
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])
    const response = await io.fetch(artifact.url, { signal: limit })
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (!response.ok)
      return {
        ...result,
        finding: 'worse',
        detail: `the address of the artifact answered ${response.status}`,
      }
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    if (digest !== artifact.digest || bytes.length !== artifact.bytes) {
      return {
        ...result,
        finding: 'worse',
        detail: `the address of the artifact serves ${bytes.length} bytes with the digest ${digest}`,
      }
    }
    return { ...result, finding: 'fine', detail: `${bytes.length} bytes with the expected digest` }
  } catch (error) {
    signal.throwIfAborted()
    return { ...result, finding: 'unknown', detail: error instanceof Error ? error.message : String(error) }
  }
}
