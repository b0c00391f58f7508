import type { Verb } from './command.ts'

/** Every verb of `sluice`, in the order of the help text. */
export const verbs: Readonly<Record<string, Verb>> = {
  judge: {
    summary: 'judge samples from a file, or by a Kayenta config or an Argo template',
    load: async () => (await import('./judge/main.ts')).judgeCommand,
  },
  plan: {
    summary:
      'how long a canary must run: base rate, share, margin and traffic give the time to detect and to pass',
    load: async () => (await import('./plan/main.ts')).planCommand,
  },
  shadow: {
    summary: 'compare what two versions answered: logs, or a replay of requests',
    load: async () => (await import('./shadow/main.ts')).shadowCommand,
  },
  inspect: {
    summary: 'judge a verdict.json again and show it, refusing one that its own evidence contradicts',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  proxy: {
    summary: 'start the weighted reverse proxy',
    load: async () => (await import('./proxy.ts')).proxyCommand,
  },
  keygen: {
    summary: 'make a key pair for signing verdicts',
    load: async () => (await import('./keygen/main.ts')).keygenCommand,
  },
  verify: {
    summary: 'check a signed verdict: signature, statement, arithmetic',
    load: async () => (await import('./verify/main.ts')).verifyCommand,
  },
  gate: {
    summary: 'run the GitHub App that guards environments, or create it at GitHub',
    load: async () => (await import('./gate/main.ts')).gateCommand,
  },
}
