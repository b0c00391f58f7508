/** How two lists of names agree, cell by cell: rows are the truth (or the stable model), columns the prediction. */
export interface Confusion {
  readonly labels: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** The table of two lists of names, labels sorted. */
export function confusionOf(rows: readonly string[], columns: readonly string[]): Confusion {
  const labels = [...new Set([...rows, ...columns])].sort()
  const at = new Map(labels.map((label, i) => [label, i]))
  const counts = labels.map(() => labels.map(() => 0))
  rows.forEach((row, k) => {
    const [i, j] = [at.get(row) ?? 0, at.get(columns[k] ?? '') ?? 0]
    const line = counts[i]
    if (line !== undefined) line[j] = (line[j] ?? 0) + 1
  })
  return { labels, counts }
}

/** What a table says about a classifier. A class that no one predicts has a precision of 0, as in scikit-learn. */
export interface ClassMeasures {
  readonly accuracy: number
  readonly mcc: number
  readonly f1Macro: number
  readonly f1Weighted: number
  readonly precision: readonly number[]
  readonly recall: readonly number[]
}

/** Accuracy, Matthews' correlation (Gorodkin's for several classes), F1, precision and recall by class. */
export function classMeasures({ counts }: Confusion): ClassMeasures {
  const truth = counts.map(sum)
  const predicted = counts.map((_, j) => sum(counts.map((row) => row[j] ?? 0)))
  const right = counts.map((row, i) => row[i] ?? 0)
  const n = sum(truth)
  const precision = right.map((k, i) => share(k, predicted[i] ?? 0))
  const recall = right.map((k, i) => share(k, truth[i] ?? 0))
  const f1 = right.map((k, i) => share(2 * k, (truth[i] ?? 0) + (predicted[i] ?? 0)))
  const squares = (values: readonly number[]): number => sum(values.map((v) => v * v))
  const spread = Math.sqrt((n * n - squares(truth)) * (n * n - squares(predicted)))
  const cross = sum(truth.map((t, i) => t * (predicted[i] ?? 0)))
  return {
    accuracy: share(sum(right), n),
    mcc: spread === 0 ? 0 : (n * sum(right) - cross) / spread,
    f1Macro: share(sum(f1), f1.length),
    f1Weighted: sum(f1.map((f, i) => f * share(truth[i] ?? 0, n))),
    precision,
    recall,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
