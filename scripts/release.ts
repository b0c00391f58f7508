/**
 * `node scripts/release.ts FOLDER`: packs what `uses:` downloads, lists its libraries, and takes the notes from
 * CHANGELOG.md. Prints `version=…` and `digest=…` (SHA-256 of the archive), as the release workflow reads them.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { notesOf } from './release/notes.ts'

const root = join(import.meta.dirname, '..')
const [out = 'out'] = process.argv.slice(2)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}

const tree = join(out, 'tree')
mkdirSync(tree, { recursive: true })
for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) cpSync(join(root, file), join(tree, file))
for (const action of readdirSync(join(root, 'actions'))) {
  for (const part of ['action.yml', 'README.md', 'dist']) {
    cpSync(join(root, 'actions', action, part), join(tree, 'actions', action, part), { recursive: true })
  }
}

// The bill lists all that is installed: with `--omit dev` npm also leaves out what a tool shares with a bundle, as yaml.
// The same commit gives the same bytes: names in order, no owner, the time of the commit.
const committed = run('git', ['log', '-1', '--format=%ct'], root).trim()
const archive = join(out, 'sluice.tar.gz')
const packed = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${committed}`]
run('tar', [...packed, '--use-compress-program=gzip -n', '-cf', archive, '-C', tree, '.'], process.cwd())
writeFileSync(join(out, 'sbom.cdx.json'), run('npm', ['sbom', '--sbom-format', 'cyclonedx'], root))
writeFileSync(join(out, 'notes.md'), notesOf(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version))

const digest = createHash('sha256').update(readFileSync(archive)).digest('hex')
console.log(`version=${version}\ndigest=${digest}`)

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}
