const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;
/**
 * Deviates of `java.util.Random(seed).nextGaussian()`: Knuth's 48-bit linear congruential generator and Marsaglia's
 * polar method. Kayenta draws its noise from one of these without a seed; ours always has one, so that a verdict repeats.
 */
export function javaGaussian(seed) {
    let state = (BigInt(seed) ^ MULTIPLIER) & MASK;
    let spare;
    const bits = (count) => {
        state = (state * MULTIPLIER + 0xbn) & MASK;
        return Number(state >> (48n - count));
    };
    const uniform = () => (bits(26n) * 2 ** 27 + bits(27n)) / 2 ** 53;
    return () => {
        if (spare !== undefined) {
            const kept = spare;
            spare = undefined;
            return kept;
        }
        for (;;) {
            const v1 = 2 * uniform() - 1;
            const v2 = 2 * uniform() - 1;
            const s = v1 * v1 + v2 * v2;
            if (s >= 1 || s === 0)
                continue;
            const factor = Math.sqrt((-2 * Math.log(s)) / s);
            spare = v2 * factor;
            return v1 * factor;
        }
    };
}
/** Each value plus normal noise of the given mean and standard deviation (which may be negative, as upstream's is). */
export function addGaussianNoise(values, centre, deviation, gaussian) {
    return values.map((value) => value + gaussian() * deviation + centre);
}
