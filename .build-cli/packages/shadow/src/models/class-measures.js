/** The table of two lists of names, labels sorted. */
export function confusionOf(rows, columns) {
    const labels = [...new Set([...rows, ...columns])].sort();
    const at = new Map(labels.map((label, i) => [label, i]));
    const counts = labels.map(() => labels.map(() => 0));
    rows.forEach((row, k) => {
        const [i, j] = [at.get(row) ?? 0, at.get(columns[k] ?? '') ?? 0];
        const line = counts[i];
        if (line !== undefined)
            line[j] = (line[j] ?? 0) + 1;
    });
    return { labels, counts };
}
/** Accuracy, Matthews' correlation (Gorodkin's for several classes), F1, precision and recall by class. */
export function classMeasures({ counts }) {
    const truth = counts.map(sum);
    const predicted = counts.map((_, j) => sum(counts.map((row) => row[j] ?? 0)));
    const right = counts.map((row, i) => row[i] ?? 0);
    const n = sum(truth);
    const precision = right.map((k, i) => share(k, predicted[i] ?? 0));
    const recall = right.map((k, i) => share(k, truth[i] ?? 0));
    const f1 = right.map((k, i) => share(2 * k, (truth[i] ?? 0) + (predicted[i] ?? 0)));
    const squares = (values) => sum(values.map((v) => v * v));
    const spread = Math.sqrt((n * n - squares(truth)) * (n * n - squares(predicted)));
    const cross = sum(truth.map((t, i) => t * (predicted[i] ?? 0)));
    return {
        accuracy: share(sum(right), n),
        mcc: spread === 0 ? 0 : (n * sum(right) - cross) / spread,
        f1Macro: share(sum(f1), f1.length),
        f1Weighted: sum(f1.map((f, i) => f * share(truth[i] ?? 0, n))),
        precision,
        recall,
    };
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
function share(part, whole) {
    return whole === 0 ? 0 : part / whole;
}
