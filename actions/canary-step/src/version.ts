import { field, UserError, type Io } from '@sluice/action'
import type { Identity } from '@sluice/rollout'

/** How to ask what a slot runs: addresses, one per instance, or a program. `$arm` stands for the name of the slot. */
export type VersionProbe =
  | { readonly kind: 'http'; readonly urls: readonly string[] }
  | { readonly kind: 'command'; readonly command: string; readonly args: readonly string[] }

const PROBE_MS = 10_000
const SHAPE = 'address with `$arm`, one per line, or a program such as `["./version.sh", "$arm"]`'

/** The `version` input. */
export const versionField = field(SHAPE, (given): VersionProbe => {
  const lines = given
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.every((line) => URL.canParse(line) && /^https?:/.test(line))) return { kind: 'http', urls: lines }
  const [command, ...args] = given.startsWith('[') ? words(given) : lines
  if (command === undefined || lines.length > 1) {
    throw new UserError('BAD_INPUT', `version: must be an ${SHAPE}`, 'Fix the `with:` block of this step.')
  }
  return { kind: 'command', command, args }
})

function words(given: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(given)
    if (Array.isArray(list) && list.every((word) => typeof word === 'string')) return list
  } catch {
    // Reported by the caller, like any other text that is no list.
  }
  return []
}

/** Every version that the instances of an arm answer, each once; undefined where one of them did not answer. */
export async function versionsOf(
  probe: VersionProbe,
  arm: string,
  io: Io,
): Promise<readonly string[] | undefined> {
  const signal = AbortSignal.timeout(PROBE_MS)
  try {
    const answers =
      probe.kind === 'http'
        ? await Promise.all(
            probe.urls.map(async (url) => await fetched(url.replaceAll('$arm', arm), io, signal)),
          )
        : [await printed(probe, arm, io, signal)]
    const lines = answers.flatMap((answer) => answer.split('\n').map((line) => line.trim()))
    return [...new Set(lines.filter((line) => line !== ''))]
  } catch (error) {
    io.log.info(
      `The version of ${arm} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    )
    return undefined
  }
}

async function fetched(url: string, io: Io, signal: AbortSignal): Promise<string> {
  const response = await io.fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return await response.text()
}

async function printed(
  { command, args }: VersionProbe & { readonly kind: 'command' },
  arm: string,
  io: Io,
  signal: AbortSignal,
): Promise<string> {
  const filled = args.map((word) => word.replaceAll('$arm', arm))
  const { code, stdout, stderr } = await io.exec(command, filled, { signal, timeoutMs: PROBE_MS })
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr.slice(0, 200)}`)
  return stdout
}

/** Whether all these versions are the candidate: its artifact, its commit, or at least seven digits of that. */
export function areIt(
  versions: readonly string[] | undefined,
  { sha, artifact }: Identity,
): boolean | undefined {
  if (versions === undefined || versions.length === 0) return undefined
  return versions.every(
    (version) => version === artifact || version === sha || (version.length >= 7 && sha.startsWith(version)),
  )
}
