import { writeFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { UserError } from '@sluice/action'
import { defineCommand } from '../command.ts'
import { ROUTER, SOURCE, TYPES } from './templates.ts'

/** Writes a module that works, as the beginning of a source or router of one's own, with the types beside it. */
export const newCommand = defineCommand(
  {
    name: 'new',
    about:
      'Writes the beginning of a source or router of your own: a module that passes `sluice conformance`, and its types. The module is never overwritten.',
    usage: ['source NAME', 'router NAME'],
    options: { out: { value: 'FOLDER', about: 'where to write', fallback: '.' } },
    operands: ['kind', 'name'],
    words: { source: 'reads metrics', router: 'divides traffic' },
    examples: ['new source shop-stats', 'new router edge --out release'],
  },
  async ({ out, json }, [kind = '', name = ''], io) => {
    const text = { source: SOURCE, router: ROUTER }[kind]
    if (text === undefined || !/^[a-z][a-z0-9-]*$/.test(name))
      throw new UserError(
        'WRONG_OPTION',
        `sluice new: must be \`source\` or \`router\` and a name in small letters, got ${JSON.stringify(`${kind} ${name}`)}`,
        '`sluice new --help` shows how to call it.',
      )
    const module = join(out, `${name}.mjs`)
    try {
      await writeFile(module, text, { flag: 'wx' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      throw new UserError(
        'FILE_EXISTS',
        `${module} already exists.`,
        'Choose another name, or a folder with --out.',
      )
    }
    const types = join(out, 'sluice.d.ts')
    await writeFile(types, TYPES)
    const inside = relative('.', module)
    const [place, isBelow] = [`./${inside}`, !inside.startsWith('..') && !isAbsolute(inside)]
    io.stdout(
      json
        ? `${JSON.stringify({ module, types })}\n`
        : [
            `Wrote ${module} and ${types}.`,
            `Try it: npx @sluice-actions/cli conformance ${isBelow ? place : module}`,
            isBelow
              ? `Use it: \`${kind}: ${place}\`, once it is on the default branch.\n`
              : 'Use it: move it into your repository, because only files in it are loaded.\n',
          ].join('\n'),
    )
    return 0
  },
)
