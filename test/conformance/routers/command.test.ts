import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeRouter } from '../router.ts'

/** A command line tool with a file for a memory; it lies, is slow, late or fails where a file says so. */
const TOOL = `
const fs = require('node:fs'), path = require('node:path'), { spawn } = require('node:child_process')
const [verb, weight, later] = process.argv.slice(2)
const here = (name) => path.join(__dirname, name)
const take = (name) => {
  const said = fs.existsSync(here(name)) ? Number(fs.readFileSync(here(name), 'utf8')) : 0
  fs.rmSync(here(name), { force: true })
  return said
}
const keep = () => fs.writeFileSync(here('weight'), weight)
if (verb === 'later') setTimeout(keep, Number(later))
else if (fs.existsSync(here('down'))) { console.error('connection refused'); process.exit(7) }
else setTimeout(() => {
  if (verb === 'get') {
    const failing = take('fail-reads')
    if (failing > 0) { fs.writeFileSync(here('fail-reads'), String(failing - 1)); process.exit(1) }
    return console.log(fs.readFileSync(here('weight'), 'utf8'))
  }
  const ms = take('delay')
  if (ms > 0) spawn(process.execPath, [__filename, 'later', weight, String(ms)], { detached: true, stdio: 'ignore' }).unref()
  else if (!fs.existsSync(here('lie'))) keep()
}, fs.existsSync(here('slow')) ? 500 : 0)
`

describeRouter('command', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-tool-'))
  const say = (name: string, text = ''): void => writeFileSync(join(dir, name), text)
  writeFileSync(join(dir, 'tool.cjs'), TOOL)
  writeFileSync(join(dir, 'weight'), '0')
  const tool = [process.execPath, join(dir, 'tool.cjs')]
  return await Promise.resolve({
    settings: { write: [...tool, 'set', '{weight}'].join('\n'), read: [...tool, 'get'].join('\n') },
    real: () => Number(readFileSync(join(dir, 'weight'), 'utf8')),
    lie: () => say('lie'),
    slowDown: () => say('slow'),
    delayNext: (ms) => say('delay', String(ms)),
    failReads: (count) => say('fail-reads', String(count)),
    goDown: async () => await Promise.resolve(say('down')),
    stop: async () => await Promise.resolve(rmSync(dir, { recursive: true, force: true })),
  })
})
