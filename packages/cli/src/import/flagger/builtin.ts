/** What Flagger measures by itself, by the provider of the mesh: `{{ … }}` as in its templates. */
export interface BuiltIn {
  /** How requests are counted: the metric, its labels, and the matcher of the good ones. */
  readonly requests: readonly [metric: string, labels: string, good: string]
  /** The histogram of durations, and by what its values become milliseconds. */
  readonly durations: readonly [metric: string, toMilliseconds: number]
}

const ISTIO: BuiltIn = {
  requests: [
    'istio_requests_total',
    'reporter="destination",destination_workload_namespace="{{ namespace }}",destination_workload="{{ target }}"',
    'response_code!~"5.*"',
  ],
  durations: ['istio_request_duration_milliseconds_bucket', 1],
}

const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  istio: ISTIO,
  linkerd: {
    requests: [
      'response_total',
      'namespace="{{ namespace }}",deployment="{{ target }}",direction="inbound"',
      'classification!="failure"',
    ],
    durations: ['response_latency_ms_bucket', 1],
  },
  kubernetes: {
    requests: [
      'http_request_duration_seconds_count',
      'kubernetes_namespace="{{ namespace }}",kubernetes_pod_name=~"{{ target }}-[0-9a-zA-Z]+(-[0-9a-zA-Z]+)"',
      'status!~"5.*"',
    ],
    durations: ['http_request_duration_seconds_bucket', 1000],
  },
  knative: {
    requests: [
      'envoy_cluster_upstream_rq',
      'envoy_cluster_name=~"{{ namespace }}/{{ target }}"',
      'envoy_response_code!~"5.*"',
    ],
    durations: ['envoy_cluster_upstream_rq_time_bucket', 1],
  },
  nginx: {
    requests: [
      'nginx_ingress_controller_requests',
      'namespace="{{ namespace }}",ingress="{{ ingress }}"',
      'status!~"5.*"',
    ],
    durations: ['nginx_ingress_controller_request_duration_seconds_bucket', 1000],
  },
}

/** The query of a metric that Flagger has itself; undefined for any other name, and for a provider that is not known. */
export function builtInQuery(name: string, provider: string): string | undefined {
  const own =
    provider.startsWith('gatewayapi') || provider === '' ? ISTIO : BUILT_IN[provider.split(':')[0] ?? '']
  if (own === undefined) return undefined
  const [metric, labels, good] = own.requests
  if (name === 'request-success-rate')
    return `sum(rate(${metric}{${labels},${good}}[1m])) / sum(rate(${metric}{${labels}}[1m])) * 100`
  if (name !== 'request-duration') return undefined
  const [buckets, factor] = own.durations
  const query = `histogram_quantile(0.99, sum(rate(${buckets}{${labels}}[1m])) by (le))`
  return factor === 1 ? query : `${query} * ${factor}`
}
