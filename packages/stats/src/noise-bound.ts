import { bisectRoot } from './bisect.ts'
import { normalSf } from './normal.ts'

const NODES = 121
const LEAST = Math.log(1e-3)
const MOST = Math.log(30)
const STEP = (MOST - LEAST) / (NODES - 1)
const LARGEST = 12

/**
 * The bound on what one block may add (a log factor) that lets evidence grow fastest: the only root c > 0 of
 * P(Z > (c - s²/2)/s) = eps e^c / (1 - eps + eps e^c), where s is the standard deviation of a good block's log factor
 * and a share `eps` of blocks may be anything. Any bound fixed beforehand is valid; this one only chooses well.
 */
function bestBound(sd: number, eps: number): number {
  const excess = (c: number): number => {
    const spoilt = eps * Math.exp(c)
    return normalSf((c - (sd * sd) / 2) / sd) - spoilt / (1 - eps + spoilt)
  }
  return excess(LARGEST) >= 0 ? LARGEST : bisectRoot(excess, 0, LARGEST, 1e-13)
}

/** The largest factor of one block by the standard deviation of a good block's log factor. */
export type BoundTable = Float64Array

const tables = new Map<number, BoundTable>()

/** e to the power of {@link bestBound} at 121 standard deviations, evenly spaced in their log from 0.001 to 30. */
export function boundTable(eps: number): BoundTable {
  const known = tables.get(eps)
  if (known !== undefined) return known
  if (tables.size > 200) tables.clear()
  const table = Float64Array.from({ length: NODES }, (_, i) =>
    Math.exp(bestBound(Math.exp(LEAST + i * STEP), eps)),
  )
  tables.set(eps, table)
  return table
}

/** The largest factor at a standard deviation given by its log: linear between the nodes, constant beyond them. */
export function boundedBy(table: BoundTable, logSd: number): number {
  const place = Math.min(NODES - 1, Math.max(0, (logSd - LEAST) / STEP))
  const i = Math.min(NODES - 2, Math.floor(place))
  const low = table[i] ?? 1
  return low + ((table[i + 1] ?? 1) - low) * (place - i)
}
