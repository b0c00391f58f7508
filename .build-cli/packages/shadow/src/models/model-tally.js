import { addDiscord, emptyDiscord, noteDiscord } from "../tally/discord.js";
import { Distribution } from "../tally/distribution.js";
import { addAgreement, emptyAgreement, noteAnswer } from "./agreement.js";
import { numberOf } from "./answers.js";
import { ClassificationTally } from "./classification.js";
import { FigureTally } from "./figures.js";
import { addLoss, emptyLoss, noteLoss, settledLoss } from "./loss.js";
import { embedding, ranking, regression, text } from "./observers.js";
/** Compares what two models said: agreement and correctness overall and by slice, and what the kind of model adds. */
export class ModelTally {
    overall = emptyAnswered();
    /** Inputs that the stable model answered a second time. */
    repeated = 0;
    /** Inputs by which of candidate and repeat disagreed with the stable model's answer. */
    discord = emptyDiscord();
    slices = new Map();
    inputs;
    detail;
    constructor(kind, paths) {
        this.detail = tallyOf(kind, paths);
        this.inputs = paths.inputs.map(() => [new Distribution(), new Distribution()]);
    }
    /** Notes one input; `repeat` where there was a second record of the stable model, with its answer. */
    observe(answers, repeat, slices) {
        const judged = answers.disputed ? undefined : this.detail.observe(answers);
        noteAnswered(this.overall, judged);
        for (const name of slices)
            noteAnswered(this.#slice(name), judged);
        if (judged !== undefined)
            this.#repeat(answers, repeat?.answer, judged);
        answers.inputs.forEach((tokens, k) => {
            tokens.forEach((token, arm) => {
                const value = numberOf(token);
                if (value !== undefined)
                    this.inputs[k]?.[arm === 0 ? 0 : 1].add(value);
            });
        });
    }
    #repeat({ stable }, again, { agree }) {
        const steady = again === undefined ? undefined : this.detail.agree(stable, again);
        if (steady !== undefined)
            this.repeated++;
        noteDiscord(this.discord, !agree, steady === false, steady !== undefined);
    }
    data() {
        return {
            overall: plain(this.overall),
            repeated: this.repeated,
            discord: this.discord,
            slices: [...this.slices]
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([name, answered]) => [name, plain(answered)]),
            inputs: this.inputs.map(([stable, candidate]) => [stable.data(), candidate.data()]),
            detail: this.detail.data(),
        };
    }
    merge(data) {
        addAnswered(this.overall, data.overall);
        this.repeated += data.repeated;
        addDiscord(this.discord, data.discord);
        for (const [name, answered] of data.slices)
            addAnswered(this.#slice(name), answered);
        data.inputs.forEach(([stable, candidate], k) => {
            this.inputs[k]?.[0].merge(stable);
            this.inputs[k]?.[1].merge(candidate);
        });
        this.detail.merge(data.detail);
    }
    #slice(name) {
        const known = this.slices.get(name) ?? emptyAnswered();
        this.slices.set(name, known);
        return known;
    }
}
function emptyAnswered() {
    return { agreement: emptyAgreement(), loss: emptyLoss() };
}
function noteAnswered({ agreement, loss }, judged) {
    noteAnswer(agreement, judged);
    if (judged?.loss !== undefined)
        noteLoss(loss, judged.loss.stable, judged.loss.candidate);
}
function addAnswered(into, from) {
    addAgreement(into.agreement, from.agreement);
    addLoss(into.loss, from.loss);
}
function plain({ agreement, loss }) {
    return { agreement, loss: settledLoss(loss) };
}
function tallyOf(kind, paths) {
    switch (kind) {
        case 'regression':
            return new FigureTally(regression);
        case 'ranking':
            return new FigureTally(ranking(paths));
        case 'embedding':
            return new FigureTally(embedding);
        case 'text':
            return new FigureTally(text);
        case 'classification':
        case 'json':
            return new ClassificationTally(paths.positive);
    }
}
