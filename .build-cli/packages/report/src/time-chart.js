import { armValue } from "./arm-value.js";
import { observedValue } from "./rows.js";
const WIDTH = 720;
const HEIGHT = 150;
const LEFT = 58;
const BOTTOM = 20;
/** Both arms over time, one point a block, with the candidate's weight as a shaded staircase behind, as inline SVG. */
export function timeChart(e) {
    const blocks = thinned(e.samples.blocks, 400);
    const values = blocks
        .flatMap((b) => [valueOf(e, b, 'baseline'), valueOf(e, b, 'candidate')])
        .filter((v) => v !== null);
    const first = blocks[0];
    const last = blocks.at(-1);
    // A line needs two points.
    if (first === undefined || last === undefined || blocks.length < 2 || values.length === 0)
        return '';
    const top = Math.max(...values) * 1.08 || 1;
    const x = (t) => LEFT + ((t - first.from) / Math.max(1, last.to - first.from)) * (WIDTH - LEFT - 6);
    const y = (v) => 8 + (1 - v / top) * (HEIGHT - BOTTOM - 8);
    const line = (arm) => {
        const points = blocks.flatMap((b) => {
            const v = valueOf(e, b, arm);
            return v === null ? [] : [`${x((b.from + b.to) / 2).toFixed(1)},${y(v).toFixed(1)}`];
        });
        return `<polyline class="${arm}" points="${points.join(' ')}"/>`;
    };
    const label = (v) => observedValue(e, v);
    return [
        `<svg class="time" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="100%" role="img" aria-label="both arms over time">`,
        ...blocks.map((b) => {
            const height = (b.weight / 100) * (HEIGHT - BOTTOM - 8);
            return `<rect class="weight" x="${x(b.from).toFixed(1)}" width="${Math.max(0.5, x(b.to) - x(b.from)).toFixed(1)}" y="${(HEIGHT - BOTTOM - height).toFixed(1)}" height="${height.toFixed(1)}"/>`;
        }),
        `<line class="axis" x1="${LEFT}" x2="${WIDTH - 6}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>`,
        `<text x="${LEFT - 6}" y="16" text-anchor="end">${label(top / 1.08)}</text>`,
        `<text x="${LEFT - 6}" y="${HEIGHT - BOTTOM}" text-anchor="end">0</text>`,
        `<text x="${LEFT}" y="${HEIGHT - 4}">${clock(first.from)}</text>`,
        `<text x="${WIDTH - 6}" y="${HEIGHT - 4}" text-anchor="end">${clock(last.to)}</text>`,
        line('baseline'),
        line('candidate'),
        '</svg>',
    ].join('');
}
function valueOf(e, block, arm) {
    return armValue(block[arm], e.policy.quantile ?? 0.5);
}
/** Every k-th block when there are more than `most`; a chart has no room for more. */
function thinned(blocks, most) {
    const step = Math.max(1, Math.ceil(blocks.length / most));
    return blocks.filter((_, i) => i % step === 0);
}
function clock(time) {
    return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}
