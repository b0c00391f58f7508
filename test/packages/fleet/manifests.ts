import { createHash } from 'node:crypto'
import { manifestFor, type FleetArtifact, type FleetRollout, type Manifest } from '@sluice/fleet'

function artifactOf(version: string): FleetArtifact {
  const bytes = Buffer.from(`model ${version}`)
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { version, digest, bytes: bytes.length, url: `http://127.0.0.1/${version}` }
}

export const [V1, V2, V3] = [artifactOf('1'), artifactOf('2'), artifactOf('3')]
export const rollout: FleetRollout = { fleet: 'f', candidate: V2, stable: V1, confirm: 60, window: null }

/** The manifest for a share of the fleet, after the current one. */
export function manifest(share: number, current?: Manifest): Manifest {
  const next = manifestFor(current, rollout, share, 1000)
  if (next === undefined) throw new Error('nothing to publish')
  return next
}
