import { isOwnModule, quote, UserError, type Io } from '@sluice/action'
import type { Router, RouterKind } from './contract.ts'
import { ownRouter } from './own-router.ts'
import { alb } from './routers/alb.ts'
import { argoRolloutsRouter } from './routers/argo-rollouts.ts'
import { caddy } from './routers/caddy.ts'
import { cloudRun } from './routers/cloud-run.ts'
import { command } from './routers/command.ts'
import { envoy } from './routers/envoy.ts'
import { haproxy } from './routers/haproxy.ts'
import { kubernetes } from './routers/kubernetes.ts'
import { lambda } from './routers/lambda.ts'
import { nginx } from './routers/nginx.ts'
import { openfeature } from './routers/openfeature.ts'
import { proxy } from './routers/proxy.ts'
import { sagemakerRouter } from './routers/sagemaker.ts'
import { splitRouter } from './routers/split.ts'

/** Every router there is; a new one is a file in routers/ and a name here. */
export const routers = {
  nginx,
  haproxy,
  envoy,
  caddy,
  proxy,
  kubernetes,
  alb,
  lambda,
  sagemaker: sagemakerRouter,
  'cloud-run': cloudRun,
  'argo-rollouts': argoRolloutsRouter,
  openfeature,
  command,
  split: splitRouter(openRouter),
} as const satisfies Record<string, RouterKind>

/** Opens a router by name, or by the path of a module of one's own; unknown names are refused with the list of those known, bad settings all at once. */
export function openRouter(name: string, settings: Readonly<Record<string, string>>, io: Io): Router {
  const kinds: Readonly<Record<string, RouterKind>> = routers
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (kind !== undefined) return kind.open(settings, io)
  if (isOwnModule(name)) return ownRouter(name, settings, io)
  throw new UserError(
    'BAD_INPUT',
    `router: must be one of ${Object.keys(kinds).join(', ')}, got ${quote(name)}`,
    'Fix `router`.',
  )
}

/** Throws `BAD_INPUT` for a router whose engine goes only forward. `use` is what it cannot be used for, with the way out. */
export function requireBothWays(name: string, { can }: Pick<Router, 'can'>, use: string, hint: string): void {
  if (!can.oneWay) return
  throw new UserError(
    'BAD_INPUT',
    `router: ${name} drives an engine that goes only forward or back to 0%, so it cannot be used ${use}`,
    hint,
  )
}
