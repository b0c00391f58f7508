import * as methods from '../methods/index.ts'
import { numeric, rowOf, type Row } from '../document.ts'
import { type MethodTable, num } from './method.ts'

function logMapped(input: Row): Row {
  const [accuracy, x] = [num(input, 'alpha'), num(input, 'x')]
  const mapping = methods.logMapping(accuracy)
  const index = mapping.indexOf(x)
  const representative = mapping.valueOf(index)
  return { gamma: mapping.gamma, index, representative, rel_err: Math.abs(representative - x) / x }
}

// On an edge one rounding decides the bucket; a neighbour is as good while its error keeps the promise.
function orNeighbour(expected: unknown, got: unknown, input: Row): unknown {
  const [claim, own] = [rowOf(expected), rowOf(got)]
  const apart = Math.abs((numeric(own['index']) ?? NaN) - (numeric(claim['index']) ?? NaN))
  const kept = (numeric(own['rel_err']) ?? NaN) <= num(input, 'alpha') * (1 + 1e-9)
  return apart === 1 && kept ? { gamma: claim['gamma'] } : expected
}

/** Section H: mergeable histograms. */
export const sketches: MethodTable = {
  ddsketch_log_mapping: { run: logMapped, claim: orNeighbour },
  hdr_index: {
    run: (i) => {
      const bucket = methods.hdrBucket(num(i, 'value'), num(i, 'lowest'), num(i, 'significant_digits'))
      return {
        sub_bucket_count: bucket.subBucketCount,
        counts_index: bucket.countsIndex,
        lowest_equivalent: bucket.lowestEquivalent,
        highest_equivalent: bucket.highestEquivalent,
      }
    },
  },
}
