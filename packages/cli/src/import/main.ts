import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { UserError } from '@sluice/action'
import { CHANGE_ME } from '../init/files.ts'
import { defineCommand, type CliIo } from '../command.ts'
import { importFrom, type Imported } from './import.ts'
import { storyOf } from './write/story.ts'

const SKIPPED = /^(node_modules|\.git|dist|build|vendor)$/
const READ = /\.(ya?ml|json)$/i
const MOST_FILES = 2000

/** `sluice import`: settings of another tool as `.github/sluice.yml` and a workflow. */
export const importCommand = defineCommand(
  {
    name: 'import',
    about:
      'Reads the settings of another tool, writes .github/sluice.yml and a workflow, and lists what became of every line. A path is a file, a folder, or - for the standard input. docs/import.md says what is carried over.',
    usage: ['PATH... [--dry-run] [--force]'],
    options: {
      'dry-run': { about: 'print what would be written, and write nothing' },
      force: { about: 'overwrite files that exist' },
    },
    operands: ['path...'],
    examples: [
      'import k8s/rollout.yaml k8s/analysis.yaml',
      'import --dry-run deploy/',
      'helm template chart | sluice import -',
    ],
    exits: '0 done, 3 wrong input, 4 could not',
  },
  async ({ 'dry-run': dry, force, json }, paths, io) => {
    const imported = importFrom(await textsOf(paths, io))
    const there = dry || force ? [] : [...imported.files.keys()].filter((path) => existsSync(path))
    if (there.length > 0)
      throw new UserError(
        'FILE_EXISTS',
        `sluice import: ${there.join(', ')} already ${there.length === 1 ? 'exists' : 'exist'}.`,
        'Look at the result with --dry-run. Then move the files away, or overwrite them with --force.',
      )
    if (!dry)
      for (const [path, content] of imported.files) {
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, content)
      }
    io.stdout(json ? asJson(imported, !dry) : storyOf(imported) + ending(imported, dry))
    return 0
  },
)

async function textsOf(paths: readonly string[], io: CliIo): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  const problems: string[] = []
  for (const path of paths.flatMap(filesIn)) {
    try {
      texts.set(
        path === '-' ? '(standard input)' : path,
        path === '-' ? await text(process.stdin) : await io.readFile(path),
      )
    } catch (error) {
      problems.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (problems.length > 0)
    throw new UserError(
      'UNREADABLE_FILE',
      problems.join('\n'),
      'Name files that exist and are readable. Nothing was written.',
    )
  return texts
}

/** The path itself, or the YAML and JSON files of a folder. */
function filesIn(path: string): readonly string[] {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path]
  const found: string[] = []
  const visit = (folder: string): void => {
    for (const one of readdirSync(folder, { withFileTypes: true })) {
      if (found.length >= MOST_FILES) return
      if (one.isDirectory() && !SKIPPED.test(one.name)) visit(join(folder, one.name))
      if (one.isFile() && READ.test(one.name)) found.push(join(folder, one.name))
    }
  }
  visit(path)
  return found.toSorted()
}

function ending({ files }: Imported, dry: boolean): string {
  if (dry) return [...files].map(([path, content]) => `\n--- ${path}\n${content}`).join('')
  const holes = [...files].filter(([, content]) => content.includes(CHANGE_ME)).map(([path]) => path)
  return [
    '',
    'Wrote:',
    ...[...files.keys()].map((path) => `  ${path}`),
    '',
    ...(holes.length === 0 ? [] : [`Next: replace every ${CHANGE_ME} in ${holes.join(' and ')}.`]),
    'Then `npx @sluice-actions/cli doctor` says what is still missing.',
    '',
  ].join('\n')
}

function asJson({ releases, notes, skipped, files }: Imported, written: boolean): string {
  const told = {
    written,
    releases: releases.map(({ action, service, from }) => ({ action, service, from })),
    notes,
    skipped: Object.fromEntries(skipped),
    files: Object.fromEntries(files),
  }
  return `${JSON.stringify(told)}\n`
}
