/** A function of exactly `count` arguments that looks at nothing else. */
export function plain(check, run, count = 1) {
    return { least: count, most: count, closure: false, check, run: ({ args }) => run(args) };
}
/** A check that returns one type whatever it is given. */
export function always(type) {
    return () => type;
}
