/** What a repository tells about itself. Each finding names the file it comes from, so that a person can disagree. */
export interface Detected {
  readonly service?: Clue
  readonly router?: Clue
  readonly metrics?: Clue
  readonly deploy?: Clue
}

export interface Clue {
  readonly value: string
  readonly because: string
}

/** Names of metrics that libraries use by default. */
export const METRIC_NAMINGS = {
  prometheus: { requests: 'http_requests_total', code: 'code', duration: 'http_request_duration_seconds' },
  opentelemetry: {
    requests: 'http_server_request_duration_seconds_count',
    code: 'http_response_status_code',
    duration: 'http_server_request_duration_seconds',
  },
  istio: {
    requests: 'istio_requests_total',
    code: 'response_code',
    duration: 'istio_request_duration_milliseconds',
  },
} as const
export type MetricNaming = keyof typeof METRIC_NAMINGS

/** Reads what it can from the texts of a repository's files, by path. Pure: the same files give the same findings. */
export function detect(files: ReadonlyMap<string, string>): Detected {
  const [service, router, metrics, deploy] = [
    serviceIn(files),
    routerIn(files),
    metricsIn(files),
    deployIn(files),
  ]
  return {
    ...(service === undefined ? {} : { service }),
    ...(router === undefined ? {} : { router }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(deploy === undefined ? {} : { deploy }),
  }
}

function firstOf(
  files: ReadonlyMap<string, string>,
  path: RegExp,
  text: RegExp = /^/,
): { readonly path: string; readonly match: RegExpExecArray } | undefined {
  for (const [name, content] of files) {
    const match = path.test(name) ? text.exec(content) : null
    if (match !== null) return { path: name, match }
  }
  return undefined
}

function serviceIn(files: ReadonlyMap<string, string>): Clue | undefined {
  const places = [
    [/(^|\/)Chart\.yaml$/, /^name:\s*["']?([\w.-]+)/m],
    [/^package\.json$/, /"name":\s*"(?:@[\w.-]+\/)?([\w.-]+)"/],
    [/^go\.mod$/, /^module .*?([\w.-]+)$/m],
    [/^pyproject\.toml$/, /^name\s*=\s*"([\w.-]+)"/m],
    [/^Cargo\.toml$/, /^name\s*=\s*"([\w.-]+)"/m],
  ] as const
  for (const [path, text] of places) {
    const found = firstOf(files, path, text)
    const value = found?.match[1]
    if (found !== undefined && value !== undefined) return { value, because: found.path }
  }
  return undefined
}

function routerIn(files: ReadonlyMap<string, string>): Clue | undefined {
  const haproxy = firstOf(files, /haproxy.*\.cfg$/)
  if (haproxy !== undefined) return { value: 'haproxy', because: haproxy.path }
  const nginx = firstOf(files, /(nginx|sites-|conf\.d).*\.conf(\.\w+)?$/, /\b(upstream|proxy_pass)\b/)
  if (nginx !== undefined) return { value: 'nginx', because: nginx.path }
  const other =
    firstOf(files, /\.ya?ml$/, /^kind:\s*(HTTPRoute|VirtualService|Ingress|Rollout|Service)\b/m) ??
    firstOf(files, /(^|\/)Chart\.yaml$/) ??
    firstOf(files, /\.tf$/, /aws_lb|google_cloud_run|aws_lambda_alias/) ??
    firstOf(files, /^(serverless|template)\.ya?ml$/)
  return other === undefined ? undefined : { value: 'command', because: other.path }
}

function metricsIn(files: ReadonlyMap<string, string>): Clue | undefined {
  const code = /\.(ts|js|mjs|py|go|java|kt|rb|rs|ya?ml|json|toml|gradle|xml|mod|txt)$/
  const sets: readonly (readonly [MetricNaming, RegExp])[] = [
    ['istio', /istio_requests_total|kind:\s*VirtualService/],
    ['opentelemetry', /http_server_request_duration|opentelemetry/],
    ['prometheus', /http_requests_total|prom-client|prometheus_client|client_golang/],
  ]
  for (const [value, text] of sets) {
    const found = firstOf(files, code, text)
    if (found !== undefined) return { value, because: found.path }
  }
  return undefined
}

function deployIn(files: ReadonlyMap<string, string>): Clue | undefined {
  const scripts =
    firstOf(files, /^(scripts?|ci|bin|deploy)\/deploy[\w.-]*$/) ?? firstOf(files, /^deploy(\.sh)?$/)
  if (scripts !== undefined) return { value: `./${scripts.path}`, because: scripts.path }
  const make = firstOf(files, /^Makefile$/, /^deploy:/m)
  return make === undefined ? undefined : { value: 'make deploy', because: make.path }
}
