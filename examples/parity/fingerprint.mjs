#!/usr/bin/env node
// Prints the fingerprint of this environment: node fingerprint.mjs [--key TEXT] [FILE …]
// Files are hashed; package-lock.json and requirements.txt are read for versions. Values of variables are never printed,
// only their HMAC under the key, so give both environments the same one.
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { basename } from 'node:path'

// These differ between any two machines and say nothing about a release.
const OWN = /^(_|PWD|OLDPWD|SHLVL|HOSTNAME|HOME|TERM|.*_SERVICE_HOST|.*_PORT(_.*)?)$/

const args = process.argv.slice(2)
const at = args.indexOf('--key')
const key = at < 0 ? 'sluice' : args.splice(at, 2)[1]

const read = (path) => {
  try {
    return readFileSync(path)
  } catch {
    return null
  }
}
const text = (path) => read(path)?.toString().trim() ?? null
const hash = (bytes) => (bytes === null ? null : `sha256:${createHash('sha256').update(bytes).digest('hex')}`)
const hmac = (value) => `hmac-sha256:${createHmac('sha256', key).update(value).digest('hex')}`

function packages() {
  const lock = read('package-lock.json')
  const entries = lock === null ? {} : (JSON.parse(lock).packages ?? {})
  const npm = Object.entries(entries)
    .filter(([path]) => path.startsWith('node_modules/'))
    .map(([path, { version }]) => [`npm:${path.slice('node_modules/'.length)}`, String(version)])
  const pip = (text('requirements.txt') ?? '')
    .split('\n')
    .flatMap((line) => [/^([\w.-]+)==(\S+)/.exec(line)])
    .flatMap((found) => (found === null ? [] : [[`pip:${found[1].toLowerCase()}`, found[2]]]))
  return Object.fromEntries([...npm, ...pip])
}

const env = Object.entries(process.env).filter(([name]) => !OWN.test(name))
const facts = {
  runtime: { node: process.versions.node, openssl: process.versions.openssl },
  packages: packages(),
  env: Object.fromEntries(env.map(([name, value]) => [name, hmac(value ?? '')])),
  files: Object.fromEntries(args.map((path) => [basename(path), hash(read(path))])),
  system: { arch: arch(), platform: platform(), kernel: release().split('.').slice(0, 2).join('.') },
  limits: {
    memory: text('/sys/fs/cgroup/memory.max') ?? 'unknown',
    cpu: text('/sys/fs/cgroup/cpu.max') ?? 'unknown',
  },
}
console.log(JSON.stringify({ fingerprint: 1, facts }, undefined, 2))
