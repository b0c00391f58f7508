/** Every command of `sluice`, in the order of the help text. */
export const verbs = {
    plan: {
        summary: 'compute how long a canary must run',
        load: async () => (await import("./plan/main.js")).planCommand,
    },
    judge: {
        summary: 'judge samples from files, also by a Kayenta config or an Argo Rollouts template',
        load: async () => (await import("./judge/main.js")).judgeCommand,
    },
    shadow: {
        summary: 'compare the answers of two versions, from logs or by a replay',
        load: async () => (await import("./shadow/main.js")).shadowCommand,
    },
    gate: {
        summary: 'run the GitHub App that guards environments, or create it',
        load: async () => (await import("./gate/main.js")).gateCommand,
    },
    inspect: {
        summary: 'judge the samples in a verdict again and show the result',
        load: async () => (await import("./inspect.js")).inspectCommand,
    },
    verify: {
        summary: 'check the signature of a verdict and show the verdict',
        load: async () => (await import("./verify/main.js")).verifyCommand,
    },
    keygen: {
        summary: 'make a key pair for signing verdicts',
        load: async () => (await import("./keygen/main.js")).keygenCommand,
    },
    proxy: {
        summary: 'run a reverse proxy that splits requests between two versions',
        load: async () => (await import("./proxy.js")).proxyCommand,
    },
    completion: {
        summary: 'print a script that completes commands and options in your shell',
        load: async () => (await import("./completion.js")).completionCommand,
    },
};
