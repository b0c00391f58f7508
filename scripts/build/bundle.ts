import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './compile.ts'

export type Files = Map<string, Buffer>

interface NccResult {
  readonly code: string
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>
}
type Ncc = (input: string, options: Readonly<Record<string, unknown>>) => Promise<NccResult>

/** One compiled entry of an action as a bundle: `index.js`, its lazily loaded chunks, and the licences of what is inside. */
export async function bundle(action: string, entry: string): Promise<Files> {
  const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc
  const { code, assets } = await ncc(join(root, '.build/actions', action, 'src', `${entry}.js`), {
    cache: false,
    quiet: true,
    minify: true,
    esm: true,
    license: 'licenses.txt',
    target: 'es2022',
  })
  const files: Files = new Map([
    ['index.js', Buffer.from(code)],
    ['package.json', Buffer.from('{ "type": "module" }\n')],
  ])
  for (const [name, { source }] of Object.entries(assets)) {
    if (name !== 'package.json') files.set(name, Buffer.from(source))
  }
  return files
}
