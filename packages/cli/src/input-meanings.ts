/** What the inputs of the actions mean; written by `npm run docs` from each action.yml. */
export const INPUT_MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'canary-step': {
    environment: 'GitHub environment that the deployment belongs to.',
    service:
      'Name of the service. A service has at most one rollout per environment; different services roll out side by side.',
    artifact:
      'Digest of the deployed artifact. The verdict is bound to it, so that the gate can check that it promotes what was tested.',
    config:
      'YAML file in the repository with values for inputs that are blank here. Values under `services.NAME` apply to that service and take precedence.',
    sha: 'Commit to report on. If blank, the head commit of the pull request; without one, the commit of the run.',
    'github-token':
      'Token for checks, comments and deployments. Sluice uses it only for what `publish` names and to store the state of a rollout.',
    publish: 'Where the verdict is published.',
    'when-inconclusive':
      'Effect of an undecided verdict on the check and the step. `fail` blocks the workflow; `neutral` and `pass` let it continue.',
    'report-dir': 'Folder for `verdict.json`, `report.md` and `report.html`.',
    'signing-key':
      'Private key that signs the verdict. `sluice keygen` makes one. The gate checks the signature.',
    'dry-run': 'Check the inputs, the router and the queries, print the plan, and change nothing.',
    'fail-step':
      'Fail this step unless the decision lets the release continue. Outputs are written in both cases.',
    'environment-url': 'Address shown with the deployment.',
    command:
      'What to do. `run` starts or continues, and `claim` reserves the slot before a deploy step. `comment` does what a pull request comment asks for. For the others, see docs/rollouts.md.',
    router: 'Router that splits the traffic; see docs/routers.md.',
    'router-settings': 'Settings of the router, as YAML.',
    source: 'Source of the metrics; see docs/sources.md.',
    'source-settings': 'Settings of the source, as YAML.',
    metrics:
      'What is measured and how much worse is allowed; see docs/metrics.md. `$arm` stands for the value of `baseline` or `candidate`, `$window` for the interval.',
    baseline: 'Name of the stable version in your metrics.',
    candidate: 'Name of the new version in your metrics.',
    slots:
      'Names of two slots that alternate, such as `blue, green`. The slot that serves is the baseline; the output `slot` names the other one.',
    version:
      'Address or command that prints the version of every instance in a slot; `$arm` stands for the slot. With it, Sluice notices another deploy to the slot. `finish` needs it.',
    weight: 'A single weight to set and judge. Give either this or `ladder`.',
    ladder:
      'Weights of the candidate, in percent. Each step up needs a pass at the step before. 100 promotes the candidate.',
    interval:
      'Length of one block of observations, and time between two looks. Use at least four scrape intervals of your metrics.',
    'max-wait':
      'How long this job keeps looking. After that, it ends with `hold`, and the next run continues the rollout. `between-runs` says where traffic waits.',
    confidence:
      'Limit on false alarms. At 95%, at most 5% of sound releases are rolled back, however often Sluice looks.',
    'min-trials':
      'Number of requests that the candidate must serve at its current weight before any metric can pass.',
    'fail-when':
      'Which regression fails the release. `beyond-margin`: it is certain that the candidate is worse, and the estimate is beyond the margin.',
    judge: 'Judge for metrics that do not name one; see docs/verdicts.md.',
    'when-held':
      'How the step ends while the rollout is undecided. `fail` stops later steps. `succeed` lets them run, so let them check the output `decision`.',
    'when-superseded':
      'What a new release does while another one is open. `replace` ends the open one and starts, `queue` waits for it, `refuse` fails.',
    'warm-up':
      'Time after each step up that does not count for the verdict. Sluice still rolls back if at least half of the requests fail in it.',
    grace:
      'Time after each step up in which the candidate may show no requests while the baseline does. After it, one interval without requests rolls the candidate back. If blank, two intervals.',
    'blind-for':
      'How long the metrics may be unreadable, or the traffic split wrong, before Sluice rolls back. If blank, three intervals.',
    share:
      "The candidate's part of the requests of both compared versions, if it is not the weight of the router. Beside a control of equal size it is `50%`; see docs/rollouts.md.",
    noise:
      'How far back Sluice looks, before the rollout, for the noise of the stable version. With `none`, Sluice assumes a noise; see docs/verdicts.md.',
    'between-runs':
      'Where traffic waits between two runs. `auto` keeps the weight only if a schedule continues the rollout and the last look was good. `stay` always keeps it. `home` moves traffic back to the baseline.',
    'give-up-after': 'A rollout that stays undecided ends after this time, with all traffic on the baseline.',
    bake: 'How long Sluice still judges the candidate after it serves all traffic (or all but `hold-back`). It can still be rolled back in this time.',
    'hold-back': 'Share of the traffic that stays on the baseline while the candidate bakes, such as `5%`.',
    settle:
      'Time between an entry in the record and reading it back. It prevents two runs from acting at the same time.',
    notify:
      'Who gets a message, as a YAML list of `slack: URL`, `webhook: URL` or `command: [prog, arg]`, each with `events` (`started`, `advanced`, `held`, `needs-person`, `rolled-back`, `promoted`; default all).',
  },
  'bluegreen-swap': {
    environment: 'GitHub environment that the deployment belongs to.',
    service:
      'Name of the service. A service has at most one rollout per environment; different services roll out side by side.',
    artifact:
      'Digest of the deployed artifact. The verdict is bound to it, so that the gate can check that it promotes what was tested.',
    config:
      'YAML file in the repository with values for inputs that are blank here. Values under `services.NAME` apply to that service and take precedence.',
    sha: 'Commit to report on. If blank, the head commit of the pull request; without one, the commit of the run.',
    'github-token':
      'Token for checks, comments and deployments. Sluice uses it only for what `publish` names and to store the state of a rollout.',
    publish: 'Where the verdict is published.',
    'when-inconclusive':
      'Effect of an undecided verdict on the check and the step. `fail` blocks the workflow; `neutral` and `pass` let it continue.',
    'report-dir': 'Folder for `verdict.json`, `report.md` and `report.html`.',
    'signing-key':
      'Private key that signs the verdict. `sluice keygen` makes one. The gate checks the signature.',
    'dry-run': 'Check the inputs, the router and the queries, print the plan, and change nothing.',
    'fail-step':
      'Fail this step unless the decision lets the release continue. Outputs are written in both cases.',
    'environment-url': 'Address shown with the deployment.',
    command:
      'What to do. `run` starts or continues; `claim` reserves the idle colour before a deploy step; `continue`, `promote`, `pause`, `resume`, `abort`, `retry`, `finish` (retire the previous colour) and `status` act on the open swap; `comment` does what a pull request comment asks for. See docs/rollouts.md.',
    mode: 'What is switched. `router` moves traffic between two environments, `producers` hands a stream from one producer to the other, `fleet` tells devices which version to run.',
    router: 'Router that splits the traffic; see docs/routers.md.',
    'router-settings': 'Settings of the router, as YAML.',
    target:
      'Colour that takes over, `blue` or `green`. If blank, the idle colour; in a fleet, its `candidate`.',
    smoke:
      'HTTP checks and commands that the target must pass before it gets any traffic, as YAML. A check can test status, headers, JSON, text, latency and the certificate. `$colour` stands for the target.',
    parity:
      'Where the fingerprints of the two environments are, and which differences are accepted, as YAML. Any other difference stops the swap.',
    shared:
      'Components that both colours use, as YAML. Each has a check that must hold for both colours before and after the swap.',
    source: 'Source of the metrics; see docs/sources.md.',
    'source-settings': 'Settings of the source, as YAML.',
    metrics:
      'What is measured and how much worse is allowed; see docs/metrics.md. `$arm` stands for `blue` or `green` (or the names in `arms` of `watch`), `$window` for the interval.',
    soak: 'Recorded requests to replay against the target before it gets any traffic, as YAML.',
    watch:
      'How long Sluice watches the target at least. After twice this time without a verdict, it switches back. Or YAML with `for`, `at-most`, `every`, `hold-back`, `ladder`, `per-run`, `arms`, `probe` and what `probe` must answer.',
    retire:
      'What happens to the previous colour: `keep`, or YAML with `run` (a program that retires it) and `after` (the longest wait for open connections, default `60s`).',
    rehearse:
      'Swap and swap back this many times, report, and end on the previous colour. Or YAML with `times` and `between` (UTC, such as `22:00-05:00`). Needs a `probe` in `watch`.',
    notify:
      'Who gets a message, as a YAML list of `slack: URL`, `webhook: URL` or `command: [prog, arg]`, each with `events` (`started`, `held`, `needs-person`, `rolled-back`, `promoted`; default all).',
    'when-held':
      'How the step ends while the swap waits for more evidence. `fail` stops later steps. `succeed` lets them run, so let them check the output `decision`.',
    'when-superseded':
      'What a new swap does while another one is open. `replace` switches the open one back and starts, `queue` waits for it, `refuse` fails.',
    'max-wait': 'How long a run waits for another run to stop.',
    settle:
      'Time between an entry in the record and reading it back. It prevents two runs from acting at the same time.',
    noise:
      'How far back Sluice looks, before the swap, for the noise of the previous colour. With `none`, Sluice assumes a noise; see docs/verdicts.md.',
    confidence:
      'Limit on false alarms. At 95%, at most 5% of sound releases are rolled back, however often Sluice looks.',
  },
  'shadow-compare': {
    environment: 'GitHub environment that the deployment belongs to.',
    service:
      'Name of the service. A service has at most one rollout per environment; different services roll out side by side.',
    artifact:
      'Digest of the deployed artifact. The verdict is bound to it, so that the gate can check that it promotes what was tested.',
    config:
      'YAML file in the repository with values for inputs that are blank here. Values under `services.NAME` apply to that service and take precedence.',
    sha: 'Commit to report on. If blank, the head commit of the pull request; without one, the commit of the run.',
    'github-token':
      'Token for checks, comments and deployments. Sluice uses it only for what `publish` names and to store the state of a rollout.',
    publish: 'Where the verdict is published.',
    'when-inconclusive':
      'Effect of an undecided verdict on the check and the step. `fail` blocks the workflow; `neutral` and `pass` let it continue.',
    'report-dir': 'Folder for `verdict.json`, `report.md` and `report.html`.',
    'signing-key':
      'Private key that signs the verdict. `sluice keygen` makes one. The gate checks the signature.',
    'dry-run': 'Compare and write the report files, and publish nothing.',
    'fail-step':
      'Fail this step unless the decision lets the release continue. Outputs are written in both cases.',
    primary:
      'Logs of the version in production: files or patterns, one per line. NDJSON, CSV, HAR or GoReplay; plain, `.gz` or `.zst`.',
    candidate: 'Logs of the new version, for the same requests.',
    secondary:
      'Logs of the production version, asked a second time. Differences between `primary` and `secondary` are noise.',
    shard:
      'Count only one part of the pairs, such as `3/16`, and write it to a file for a job with `merge`. A shard judges nothing.',
    merge:
      'Files that shards have written. The step adds them up and judges the total; the result is the same as in one run.',
    engine:
      'What pairs the records. `node` needs nothing else; `duckdb` uses DuckDB on this machine and reads Parquet and object storage; `clickhouse` uses a ClickHouse server, and `primary`, `candidate` and `secondary` then name tables.',
    'engine-settings':
      'For `clickhouse`: `url` of its HTTP interface, `user`, `password`, `database`, and the columns `id` and `record`. For `duckdb`: the column `record` of Parquet files, and `setup`, SQL that runs first.',
    requests: 'Recorded requests to replay against both versions, in the same formats as `primary`.',
    'primary-url': 'Address of the production version, for a replay.',
    'candidate-url': 'Address of the new version, for a replay.',
    'secondary-url':
      'Address of a second instance of the production version, or `primary-url` again. It separates noise from change.',
    record:
      'Folder for two recordings of the answers of `primary-url`, before an update in place. Nothing is compared. After the update, give `primary` and `secondary` from this folder, with `requests` and `candidate-url`.',
    rate: 'Requests per second, such as `50/s`, sent at random times whether or not earlier ones were answered. Or `2x`: the recorded times at double speed.',
    methods:
      'HTTP methods to send. Requests with other methods could write; they are not sent, and the report counts them.',
    concurrency:
      'Largest number of requests in flight. Time spent waiting for a free slot counts as latency.',
    timeout: 'Longest time to wait for an answer. After that, the pair counts as not compared.',
    'warm-up': 'Number of requests to send first, without comparing their answers.',
    'pair-by': 'Fields that together identify a record, such as `id` or `request.id`.',
    kind: 'What is compared: `json`, or the answers of a model (`classification`, `regression`, `ranking`, `embedding`, `text`) and the fields they are in; see docs/shadow.md.',
    ignore: 'Fields that are not compared. `*` matches any key, `**` any depth: `meta.*`, `**.requestId`.',
    tolerance:
      'Numbers that may differ, and by how much, one per line: `price: 0.01`, `score: 1%`, `ratio: 4 ulp`.',
    unordered: 'Arrays whose order has no meaning, one per line: `tags`, or `items by sku`.',
    caseless:
      'Objects whose keys are compared without upper and lower case, such as HTTP headers. `none` turns this off.',
    parse:
      'Texts that contain JSON, plain or in base64, such as `message` or `records[*].body`. Sluice compares the fields inside them, and other inputs can name these fields.',
    noise:
      'How noise is handled. `paired` judges only what exceeds the differences between `primary` and `secondary`; `none` treats every difference as real; `diffy` filters as Diffy does.',
    label: 'Field with the correct answer in the records of `primary`, if it is known.',
    slices: 'Fields whose values divide the pairs into groups, such as `region`.',
    'max-difference-rate':
      'Largest allowed share of answers in which a field differs beyond noise, or in which the models disagree.',
    requirements:
      'Requirements that the candidate must meet, one per line: `p99 latency_ms <= 250`, `mean bytes <= 110% of primary`, `error rate <= 1%`, `accuracy loss <= 1%`, `not compared <= 1%`.',
    confidence: 'Limit on false alarms. At 95%, at most 5% of sound candidates are rejected.',
    redact:
      'What reports show of the compared values. `values` shows only types and shapes; `none` shows the values, except credentials.',
    examples: 'Number of examples to keep for each field that differs.',
    prices:
      'Prices to compute the cost of running both versions in parallel, as YAML: `{ request: 0.0000004, gigabyte: 0.09, cpu-second: 0.00001, currency: USD }`.',
    'max-record': 'Largest record, in megabytes. Larger records are counted but not compared.',
  },
}
