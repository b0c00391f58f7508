import { IdHash, shardOf } from '../pairs/hash.ts'

/** The requests that a shard sends: each request is sent, and counted, by one of them. */
export function ownRequests<T extends { readonly id: string }>(
  requests: readonly T[],
  shard: { readonly index: number; readonly count: number } | undefined,
): readonly T[] {
  if (shard === undefined) return requests
  const hash = new IdHash()
  return requests.filter(({ id }) => {
    const token = Buffer.from(JSON.stringify(id))
    hash.read(token, 0, token.length)
    return shardOf(hash, shard.count) === shard.index
  })
}
