/*
 * A GitHub to try things against: node dev/sandbox/src/serve.ts [--port N] [--event FILE]
 * Prints one line of JSON (url, token, repository, sha, pullRequest) and serves until it is told to
 * stop. `--event` writes the pull request's event payload, as a runner would.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startSandbox } from './start.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, event: { type: 'string' } },
})
const sandbox = await startSandbox({ port: Number(values.port) })
const repository = sandbox.repository({ owner: 'acme', name: 'shop', files: { 'README.md': '# Shop\n' } })
const pull = repository.pullRequest({
  title: 'ServerAnswer searches from the new index',
  body: 'Half the latency in the lab. Let us see what production says.',
  author: 'mona',
})
const token = sandbox.token({
  kind: 'workflow',
  permissions: {
    actions: 'read',
    checks: 'write',
    contents: 'read',
    deployments: 'write',
    pull_requests: 'write',
    statuses: 'write',
  },
})
if (values.event !== undefined) {
  await writeFile(values.event, JSON.stringify(repository.event('pull_request', pull.number)))
}
const about = { repository: repository.fullName, sha: pull.headSha, pullRequest: pull.number }
process.stdout.write(`${JSON.stringify({ url: sandbox.url, token, ...about })}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
}
