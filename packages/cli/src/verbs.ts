import type { Verb } from './command.ts'

/** Every command of `sluice`, in the order of the help text. */
export const verbs: Readonly<Record<string, Verb>> = {
  init: {
    summary: 'look at this repository and write a workflow for it',
    load: async () => (await import('./init/main.ts')).initCommand,
  },
  doctor: {
    summary: 'say what is missing before the first release, and how to fix it',
    load: async () => (await import('./doctor/main.ts')).doctorCommand,
  },
  import: {
    summary: 'write settings and a workflow from those of another tool',
    load: async () => (await import('./import/main.ts')).importCommand,
  },
  plan: {
    summary: 'compute how long a canary must run',
    load: async () => (await import('./plan/main.ts')).planCommand,
  },
  judge: {
    summary: 'judge samples from files, also by a Kayenta config or an Argo Rollouts template',
    load: async () => (await import('./judge/main.ts')).judgeCommand,
  },
  shadow: {
    summary: 'compare the answers of two versions, from logs or by a replay',
    load: async () => (await import('./shadow/main.ts')).shadowCommand,
  },
  canary: {
    summary: 'run a canary release, or tell the open one what to do',
    load: async () => (await import('./rollout/main.ts')).canaryCommand,
  },
  swap: {
    summary: 'run a blue/green swap, or tell the open one what to do',
    load: async () => (await import('./rollout/main.ts')).swapCommand,
  },
  gate: {
    summary: 'run the GitHub App that guards environments, or create it',
    load: async () => (await import('./gate/main.ts')).gateCommand,
  },
  inspect: {
    summary: 'judge the samples in a verdict again and show the result',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  verify: {
    summary: 'check the signature of a verdict and show the verdict',
    load: async () => (await import('./verify/main.ts')).verifyCommand,
  },
  keygen: {
    summary: 'make a key pair for signing verdicts',
    load: async () => (await import('./keygen/main.ts')).keygenCommand,
  },
  'fleet-keys': {
    summary: 'make the keys of a fleet of devices, or change them',
    load: async () => (await import('./fleet/keys.ts')).fleetKeysCommand,
  },
  proxy: {
    summary: 'run a reverse proxy that splits requests between two versions',
    load: async () => (await import('./proxy.ts')).proxyCommand,
  },
  new: {
    summary: 'write the beginning of a source or router of your own',
    load: async () => (await import('./own/new.ts')).newCommand,
  },
  conformance: {
    summary: 'try on a source or router of your own what Sluice relies on',
    load: async () => (await import('./own/conformance.ts')).conformanceCommand,
  },
  completion: {
    summary: 'print a script that completes commands and options in your shell',
    load: async () => (await import('./completion.ts')).completionCommand,
  },
}
