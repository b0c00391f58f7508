/**
 * `node deployment-state.ts ID`: prints the latest state of a deployment of this repository, as GitHub tells it.
 * Reads GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN.
 */
const [id] = process.argv.slice(2)
const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env
if (!id || !GITHUB_API_URL || !GITHUB_REPOSITORY || !GITHUB_TOKEN)
  throw new Error('give the id of a deployment, and GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN')
const response = await fetch(
  `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/deployments/${id}/statuses?per_page=1`,
  { headers: { authorization: `Bearer ${GITHUB_TOKEN}`, accept: 'application/vnd.github+json' } },
)
const statuses: unknown = await response.json()
const latest: unknown = Array.isArray(statuses) ? statuses[0] : undefined
if (!response.ok || typeof latest !== 'object' || latest === null || !('state' in latest))
  throw new Error(`GitHub answered ${response.status} ${JSON.stringify(statuses)}`)
console.log(latest.state)
