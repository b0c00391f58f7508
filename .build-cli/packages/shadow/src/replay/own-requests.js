import { IdHash, shardOf } from "../pairs/hash.js";
/** The requests that a shard sends: each request is sent, and counted, by one of them. */
export function ownRequests(requests, shard) {
    if (shard === undefined)
        return requests;
    const hash = new IdHash();
    return requests.filter(({ id }) => {
        const token = Buffer.from(JSON.stringify(id));
        hash.read(token, 0, token.length);
        return shardOf(hash, shard.count) === shard.index;
    });
}
