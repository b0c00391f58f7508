import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rejudge } from '@sluice/compat'
import { createGateApp, createGateServer, DEFAULTS, jsonLog } from '@sluice/gate/app'
import { defineCommand, type CliIo } from '../command.ts'
import { readSettings } from './settings.ts'

/** How long a copy may take to finish what it began; orchestrators kill after thirty seconds. */
const SHUTDOWN_MS = 20_000

/** Runs the gate App until it is told to stop (SIGTERM or SIGINT). */
export const serveCommand = defineCommand(
  {
    name: 'gate serve',
    about:
      'Runs the GitHub App that owns a deployment protection rule. Its settings come from environment variables named SLUICE_GATE_...; docs/gate-app.md lists them. Logs are JSON, one object per line.',
    usage: [''],
    options: {},
    examples: ['gate serve'],
  },
  async (_given, _operands, io) => await serve(io),
)

async function serve(io: CliIo): Promise<number> {
  const settings = readSettings(process.env)
  const told = stopped()
  const { SLUICE_GATE_PRIVATE_KEY: privateKey, SLUICE_GATE_WEBHOOK_SECRET: webhookSecret } = settings
  const now = (): number => Date.now()
  const log = jsonLog((line) => io.stdout(`${line}\n`), now, [privateKey, webhookSecret])
  const options = {
    ...DEFAULTS,
    appId: String(settings.SLUICE_GATE_APP_ID),
    privateKey,
    webhookSecret,
    apiUrl: settings.SLUICE_GATE_API_URL.href.replace(/\/$/, ''),
    policyPath: settings.SLUICE_GATE_POLICY,
    organizationPolicy: settings.SLUICE_GATE_ORGANIZATION_POLICY,
    reconcileMs: settings.SLUICE_GATE_RECONCILE,
    lanes: settings.SLUICE_GATE_LANES ?? DEFAULTS.lanes,
    rejudge,
    log,
    now,
  }
  const app = createGateApp(options)
  const server = createGateServer(app, options)
  const port = await listen(server, settings.SLUICE_GATE_PORT, settings.SLUICE_GATE_HOST)
  log.info('listening', { port, policy: options.policyPath, api: options.apiUrl })
  void app.reconcile()

  const signal = await told
  log.info('stopping', { signal, queued: app.queue.size() })
  server.close()
  server.closeIdleConnections()
  await app.close(SHUTDOWN_MS)
  server.closeAllConnections()
  log.info('stopped')
  await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()))
  // A retry that the client still waits for would hold the process for seconds, for nothing.
  return process.exit(0)
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}

async function stopped(): Promise<string> {
  return await new Promise((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name))
  })
}
