import { Distribution } from "../tally/distribution.js";
const NOTHING = {
    stableScore: undefined,
    candidateScore: undefined,
    label: undefined,
    disputed: false,
    inputs: [],
};
/** A kind of model whose figures are all means and quantiles of numbers noted pair by pair. */
export class FigureTally {
    figures = new Map();
    #observer;
    constructor(observer) {
        this.#observer = observer;
    }
    observe(answers) {
        return this.#observer(answers, (name, value) => this.#figure(name).add(value));
    }
    agree(stable, other) {
        return this.#observer({ ...NOTHING, stable, candidate: other }, () => undefined)?.agree;
    }
    data() {
        const entries = [...this.figures].sort(([a], [b]) => (a < b ? -1 : 1));
        return entries.map(([name, figure]) => [name, figure.data()]);
    }
    merge(data) {
        for (const [name, figure] of data) {
            this.#figure(name).merge(figure);
        }
    }
    #figure(name) {
        const known = this.figures.get(name) ?? new Distribution();
        this.figures.set(name, known);
        return known;
    }
}
