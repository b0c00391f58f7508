import { toNdjson } from "./to-ndjson.js";
/** The same files as NDJSON, by arm. A repeat is one of the version in production. */
export async function logs({ primary, candidate, secondary }, tempDir) {
    const arms = [await toNdjson(primary, 'primary', tempDir), await toNdjson(candidate, 'candidate', tempDir)];
    return secondary.length === 0 ? arms : [...arms, await toNdjson(secondary, 'primary', tempDir)];
}
