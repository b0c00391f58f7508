import { toNdjson } from './to-ndjson.ts'

/** The files of each arm; none for a repeat that there is not. */
export type ArmFiles = Readonly<Record<'primary' | 'candidate' | 'secondary', readonly string[]>>

/** The same files as NDJSON, by arm. A repeat is one of the version in production. */
export async function logs(
  { primary, candidate, secondary }: ArmFiles,
  tempDir: string,
): Promise<readonly (readonly string[])[]> {
  const arms = [await toNdjson(primary, 'primary', tempDir), await toNdjson(candidate, 'candidate', tempDir)]
  return secondary.length === 0 ? arms : [...arms, await toNdjson(secondary, 'primary', tempDir)]
}
