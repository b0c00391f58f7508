import { spawn, spawnSync } from 'node:child_process'
import { testIo, type TestIo } from './io.ts'
import { freePort } from './loopback.ts'

export interface Moto {
  readonly url: string
  /** An Io with keys, whose services are this server. */
  readonly io: TestIo
  /** Runs a Python program against it with boto3 and returns the JSON it printed. */
  readonly boto: (program: string) => unknown
  readonly stop: () => Promise<void>
}

/** A Python that has moto and boto3: the one beside moto_server, or the system's. In CI it must be there. */
export function pythonWithMoto(): string | undefined {
  const place = spawnSync('sh', ['-c', 'dirname "$(command -v moto_server)"'], {
    encoding: 'utf8',
  }).stdout.trim()
  const found = [`${place}/python3`, 'python3'].find(
    (python) => spawnSync(python, ['-c', 'import moto.server, boto3'], { stdio: 'ignore' }).status === 0,
  )
  if (found === undefined && process.env['CI'] === 'true') throw new Error('moto must be installed in CI')
  if (found === undefined) console.warn('skipped: no Python with moto and boto3')
  return found
}

/** AWS as moto knows it, on loopback. It checks no signatures. */
export async function startMoto(python: string): Promise<Moto> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const program = 'import sys; from moto.server import main; main(sys.argv[1:])'
  const child = spawn(python, ['-c', program, '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const deadline = Date.now() + 60_000
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  ) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('moto did not become ready')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const env: Readonly<Record<string, string>> = {
    AWS_ACCESS_KEY_ID: 'AKMOTO',
    AWS_SECRET_ACCESS_KEY: 'moto',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: url,
  }
  return {
    url,
    io: { ...testIo(), env: (name) => env[name] },
    boto: (text) => {
      const done = spawnSync(python, ['-c', text], { encoding: 'utf8', env: { ...process.env, ...env } })
      if (done.status !== 0) throw new Error(done.stderr)
      return JSON.parse(done.stdout)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}
