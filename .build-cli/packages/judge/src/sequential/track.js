/** The directions in which a change counts as worse. */
export function directionsOf(worse) {
    if (worse === 'either')
        return [1, -1];
    return worse === 'higher' ? [1] : [-1];
}
