import type { RouterParts } from './contract.ts'

/** The methods of a router, or of one of its resources. */
export type Methods = Omit<RouterParts, 'can'>

/**
 * What is opened when it is first used, so that its code is loaded only then. A failure is not remembered: a kubeconfig, for
 * example, may be written by a step that runs beside this one.
 */
export function lazily<T>(open: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let opened: Promise<T> | undefined
  return async (signal) => {
    signal.throwIfAborted()
    opened ??= open(signal)
    opened.catch(() => (opened = undefined))
    return await opened
  }
}

/** Methods that open what they need; those that may be missing are there where `has` says so. */
export function lazyMethods(
  open: (signal: AbortSignal) => Promise<Methods>,
  has: { readonly health?: boolean; readonly drain?: boolean } = {},
): Methods {
  return {
    read: async (signal) => await (await open(signal)).read(signal),
    write: async (shares, options, signal) => await (await open(signal)).write(shares, options, signal),
    ...(has.health === true
      ? {
          health: async (arm, signal) =>
            (await (await open(signal)).health?.(arm, signal)) ?? { up: 0, total: 0 },
        }
      : {}),
    ...(has.drain === true
      ? { drain: async (arm, signal) => (await (await open(signal)).drain?.(arm, signal)) ?? { open: 0 } }
      : {}),
  }
}
