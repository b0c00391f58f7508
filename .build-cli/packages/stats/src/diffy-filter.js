export const DIFFY_DEFAULTS = { relative: 20, absolute: 0.03 };
/** Diffy's own noise filter: raw and noise are counts of requests among `total` in which the field differed. */
export function diffyFilter(raw, noise, total, { relative, absolute } = DIFFY_DEFAULTS) {
    const apart = Math.abs(raw - noise);
    const ofBoth = (apart / (raw + noise)) * 100;
    const ofAll = (apart / total) * 100;
    return { relative: ofBoth, absolute: ofAll, reported: raw > noise && ofBoth > relative && ofAll > absolute };
}
