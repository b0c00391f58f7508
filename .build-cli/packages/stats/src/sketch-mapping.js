import { demand } from "./errors.js";
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Exponent plus fraction of a double, a piecewise linear stand-in for log2 that needs no logarithm. */
function roughLog2(value) {
    number[0] = value;
    const high = words[1] ?? 0;
    const low = words[0] ?? 0;
    return (high >>> 20) - 1023 + ((high & 0xfffff) + low * 2 ** -32) * 2 ** -20;
}
function roughExp2(rough) {
    const exponent = Math.floor(rough);
    return (1 + rough - exponent) * 2 ** exponent;
}
/** The bucket of a positive normal double; one function for both mappings, so that filling a sketch stays inlined. */
export function bucketOf(kind, scale, value) {
    return Math.ceil((kind === 'fast' ? roughLog2(value) : Math.log(value)) * scale);
}
function mapping(kind, accuracy, edgeAt) {
    demand(accuracy > 0 && accuracy < 0.5, () => `the accuracy must lie between 0 and 0.5, got ${accuracy}`);
    const gamma = (1 + accuracy) / (1 - accuracy);
    const scale = 1 / Math.log(gamma);
    const upperEdge = (index) => edgeAt(index / scale);
    const valueOf = (index) => {
        const [low, high] = [upperEdge(index - 1), upperEdge(index)];
        return 2 * low * (high / (low + high));
    };
    return {
        kind,
        accuracy,
        gamma,
        scale,
        upperEdge,
        valueOf,
        indexOf: (value) => bucketOf(kind, scale, value),
    };
}
/** DDSketch's logarithmic mapping (Masson, Rim & Lee 2019): index = ceil(ln x / ln γ), γ = (1 + α)/(1 - α). */
export function logMapping(accuracy) {
    return mapping('log', accuracy, Math.exp);
}
/**
 * As {@link logMapping} with the logarithm replaced by exponent + fraction: faster to fill, 1.44 times the
 * buckets, the same bound on the error, since within an octave the stand-in rises at least as fast as the natural
 * log. For normal doubles, about 1e-307 to 1e308.
 */
export function fastMapping(accuracy) {
    return mapping('fast', accuracy, roughExp2);
}
