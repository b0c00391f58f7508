import { encode } from '@sluice/verdict';
import { defineCommand } from "../command.js";
import { EXIT_OF } from "../exit.js";
import { showVerdict } from "../show-verdict.js";
import { judgeByArgo } from "./by-argo.js";
import { judgeByKayenta } from "./by-kayenta.js";
import { judgeByPolicy } from "./by-policy.js";
import { JUDGE_FLAGS, readOptions } from "./options.js";
import { storyOf } from "./story.js";
const WAYS = {
    policy: judgeByPolicy,
    kayenta: judgeByKayenta,
    argo: judgeByArgo,
};
/** `sluice judge`: prints a verdict as a table, or as its document. */
export const judgeCommand = defineCommand({
    name: 'judge',
    about: 'Judges samples from files. Files are YAML, JSON or CSV; docs/judge.md describes them.',
    usage: [
        '--policy FILE --samples FILE',
        '--kayenta CONFIG --data FILE',
        '--argo TEMPLATE --measurements FILE',
    ],
    options: JUDGE_FLAGS,
    examples: ['judge --policy policy.yml --samples samples.csv'],
}, async ({ json, ...flags }, _, io) => {
    const options = readOptions(flags);
    const verdict = await WAYS[options.way](options, io);
    io.stdout(json ? `${encode(verdict)}\n` : `${showVerdict(verdict)}${storyOf(verdict)}`);
    return EXIT_OF[verdict.outcome];
});
