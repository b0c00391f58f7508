import type { ShadowInput, Surroundings } from './asked.ts'
import { findFiles } from './find-files.ts'
import { toNdjson } from './to-ndjson.ts'

/** The files of each arm that the inputs name, all of them as NDJSON. */
export async function logs(
  input: Pick<ShadowInput, 'primary' | 'candidate' | 'secondary'>,
  { folder, tempDir }: Surroundings,
): Promise<readonly (readonly string[])[]> {
  const arms = [
    await toNdjson(findFiles(input.primary, folder, 'primary'), 'primary', tempDir),
    await toNdjson(findFiles(input.candidate, folder, 'candidate'), 'candidate', tempDir),
  ]
  if (input.secondary.length === 0) return arms
  return [...arms, await toNdjson(findFiles(input.secondary, folder, 'secondary'), 'primary', tempDir)]
}
