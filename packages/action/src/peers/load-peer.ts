import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UserError } from '../fields/user-error.ts'

/**
 * Loads a library that only some users need, from their workspace or next to Sluice; it is never part of a bundle.
 * Rejects with what to install when it is not there. `decode` picks what is used of it.
 */
export async function loadPeer<T>(
  name: string,
  workspace: string,
  decode: (module: unknown) => T,
): Promise<T> {
  const path = resolvedFrom([join(workspace, 'package.json'), import.meta.url], name)
  if (path === undefined) {
    throw new UserError(
      'PEER_MISSING',
      `the package ${name} is needed and not installed`,
      `Add a step before this one: npm install --no-save ${name}`,
    )
  }
  const module: unknown = await import(/* webpackIgnore: true */ pathToFileURL(path).href)
  return decode(module)
}

function resolvedFrom(places: readonly string[], name: string): string | undefined {
  for (const place of places) {
    try {
      return createRequire(place).resolve(name)
    } catch {
      // Not there: the next place may have it.
    }
  }
  return undefined
}
