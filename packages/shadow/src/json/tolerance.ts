/**
 * How far two numbers may lie apart and still count as equal. `ulp` counts representable doubles between them; `any` is for
 * what is measured, of which only that it is a number is compared.
 */
export type NumericTolerance =
  | { readonly of: 'any' }
  | { readonly of: 'absolute'; readonly by: number }
  | { readonly of: 'relative'; readonly by: number }
  | { readonly of: 'ulp'; readonly by: number }

/** Whether two numbers lie within a tolerance; relative is of the larger magnitude. Infinities never do. */
export function isWithin(a: number, b: number, tolerance: NumericTolerance): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false
  if (tolerance.of === 'any') return true
  const largest = Math.max(Math.abs(a), Math.abs(b))
  // The subtraction is rounded: 1.1 - 1 must still lie within 0.1.
  const apart = Math.abs(a - b) - 2 * Number.EPSILON * largest
  if (tolerance.of === 'absolute') return apart <= tolerance.by
  if (tolerance.of === 'relative') return apart <= tolerance.by * largest
  return ulpsApart(a, b) <= BigInt(Math.trunc(tolerance.by))
}

const view = new DataView(new ArrayBuffer(8))

/** Doubles between two finite doubles, counted exactly; both zeros are one number. */
function ulpsApart(a: number, b: number): bigint {
  const distance = ordinal(a) - ordinal(b)
  return distance < 0n ? -distance : distance
}

function ordinal(value: number): bigint {
  view.setFloat64(0, value)
  const bits = view.getBigInt64(0)
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
}
