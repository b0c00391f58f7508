import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeRouter } from '../router.ts'

/** A command line tool with a file for a memory; it lies, dawdles or fails where a file says so. */
const TOOL = `
const fs = require('node:fs'), path = require('node:path')
const [verb, weight] = process.argv.slice(2)
const here = (name) => path.join(__dirname, name)
if (fs.existsSync(here('down'))) { console.error('connection refused'); process.exit(7) }
setTimeout(() => {
  if (verb === 'get') console.log(fs.readFileSync(here('weight'), 'utf8'))
  else if (!fs.existsSync(here('lie'))) fs.writeFileSync(here('weight'), weight)
}, fs.existsSync(here('slow')) ? 500 : 0)
`

describeRouter('command', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-tool-'))
  const say = (name: string): void => writeFileSync(join(dir, name), '')
  writeFileSync(join(dir, 'tool.cjs'), TOOL)
  writeFileSync(join(dir, 'weight'), '0')
  const tool = [process.execPath, join(dir, 'tool.cjs')]
  return await Promise.resolve({
    settings: { write: [...tool, 'set', '{weight}'].join('\n'), read: [...tool, 'get'].join('\n') },
    real: () => Number(readFileSync(join(dir, 'weight'), 'utf8')),
    lie: () => say('lie'),
    dawdle: () => say('slow'),
    goDown: async () => await Promise.resolve(say('down')),
    stop: async () => await Promise.resolve(rmSync(dir, { recursive: true })),
  })
})
