/** A document that we cannot rely on, with every reason found. */
export class VerdictRefused extends Error {
    name = 'VerdictRefused';
    problems;
    constructor(problems) {
        super(`this document cannot be relied on: ${problems.join('; ')}`);
        this.problems = problems;
    }
}
