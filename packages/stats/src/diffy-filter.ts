/** When Diffy shows a field: strictly more than both, in percent. */
export interface DiffyThresholds {
  readonly relative: number
  readonly absolute: number
}

const DIFFY_DEFAULTS: DiffyThresholds = { relative: 20, absolute: 0.03 }

export interface DiffyFiltered {
  readonly relative: number
  readonly absolute: number
  readonly reported: boolean
}

/** Diffy's own noise filter: raw and noise are counts of requests among `total` in which the field differed. */
export function diffyFilter(
  raw: number,
  noise: number,
  total: number,
  { relative, absolute }: DiffyThresholds = DIFFY_DEFAULTS,
): DiffyFiltered {
  const apart = Math.abs(raw - noise)
  const ofBoth = (apart / (raw + noise)) * 100
  const ofAll = (apart / total) * 100
  return { relative: ofBoth, absolute: ofAll, reported: raw > noise && ofBoth > relative && ofAll > absolute }
}
