export { Octokit } from '@octokit/rest'
export { retry } from '@octokit/plugin-retry'
export { throttling } from '@octokit/plugin-throttling'
