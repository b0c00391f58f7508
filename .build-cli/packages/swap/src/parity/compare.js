/** Every difference between two fingerprints, classified, in alphabetical order. */
export function compareFingerprints(previous, target, policy) {
    const names = [...new Set([...previous.keys(), ...target.keys()])].toSorted();
    const both = names.map((fact) => ({ fact, previous: previous.get(fact), target: target.get(fact) }));
    const unreadable = both.filter((each) => each.previous === null || each.target === null);
    const differences = both
        .filter((each) => !unreadable.includes(each) && each.previous !== each.target)
        .map((each) => ({ ...each, class: classOf(each.fact, policy) }));
    return {
        compared: names.length,
        differences,
        unreadable: unreadable.map((each) => each.fact).filter((fact) => classOf(fact, policy) === 'blocking'),
    };
}
function classOf(fact, policy) {
    const listed = (patterns) => patterns.some((pattern) => fits(fact, pattern));
    if (listed(policy.blocking))
        return 'blocking';
    if (listed(policy.expected))
        return 'expected';
    return listed(policy.tolerated) ? 'tolerated' : 'blocking';
}
/** `*` stands for any text; everything else for itself. */
function fits(fact, pattern) {
    const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw `\$&`));
    return new RegExp(`^${source.join('.*')}$`).test(fact);
}
