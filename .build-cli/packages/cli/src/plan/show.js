/** Seconds as people say them: 40 s, 12 min, 3.5 h, 9 days. */
export function aboutTime(seconds) {
    if (seconds < 90)
        return `${Math.ceil(seconds)} s`;
    if (seconds < 5400)
        return `${Math.ceil(seconds / 60)} min`;
    if (seconds < 172_800)
        return `${(seconds / 3600).toFixed(1)} h`;
    return `${Math.ceil(seconds / 86_400)} days`;
}
/** A number of requests in three figures: 300, 13.8k, 1.66M. */
export function aboutRequests(count) {
    if (count < 1000)
        return String(count);
    const [value, letter] = count < 999_500 ? [count / 1e3, 'k'] : [count / 1e6, 'M'];
    return `${Number(value.toPrecision(3))}${letter}`;
}
/** The plan as a table with its advice underneath. */
export function showPlan({ request, rows, advice }) {
    const head = ['', 'half of rollouts', '80%', '90%'];
    const cells = [head, ...rows.map((row) => [question(row, request.margin), ...waits(row)])];
    const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
    const lines = cells.map((row) => row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('   ')
        .trimEnd());
    const asked = `Base rate ${percent(request.baseRate)}, share of the candidate ${percent(request.share)}, margin ${percent(request.margin)}, ${rounded(request.traffic)} requests/s, confidence ${percent(request.confidence)}. Requests are those of both versions together.`;
    return `${[asked, '', ...lines, ...(advice.length === 0 ? [] : ['', ...advice])].join('\n')}\n`;
}
function question({ question: kind, ratio }, margin) {
    return kind === 'detect' ? `find a rate ×${ratio}` : `pass a sound candidate (margin ${percent(margin)})`;
}
function waits({ median, p80, p90 }) {
    return [median, p80, p90].map(({ requests, seconds }) => `${aboutRequests(requests)} (${aboutTime(seconds)})`);
}
function percent(share) {
    return `${rounded(100 * share)}%`;
}
/** At most five digits, without the noise of binary fractions. */
function rounded(value) {
    return String(Number(value.toPrecision(5)));
}
