export function emptyDiscord() {
    return { candidateOnly: 0, repeatOnly: 0, both: 0, alone: 0 };
}
/** Counts one pair: whether the candidate differs, whether the repeat does, and whether there was a repeat. */
export function noteDiscord(into, candidate, repeat, repeated) {
    if (!repeated) {
        if (candidate)
            into.alone++;
    }
    else if (candidate && repeat)
        into.both++;
    else if (candidate)
        into.candidateOnly++;
    else if (repeat)
        into.repeatOnly++;
}
export function addDiscord(into, from) {
    into.candidateOnly += from.candidateOnly;
    into.repeatOnly += from.repeatOnly;
    into.both += from.both;
    into.alone += from.alone;
}
/** Pairs in which the candidate differed. */
export function differing({ candidateOnly, both, alone }) {
    return candidateOnly + both + alone;
}
/** Pairs in which the repeat differed. */
export function noisy({ repeatOnly, both }) {
    return repeatOnly + both;
}
