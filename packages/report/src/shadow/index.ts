export { shadowMarkdown } from './markdown.ts'
export { shadowHtml, SHADOW_SCRIPT } from './html.ts'
export { shadowTerminal } from './terminal.ts'
export { sentence as shadowSentence } from './sentence.ts'
