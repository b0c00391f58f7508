import type { Lifted } from './lifted.ts'

interface Element {
  readonly tag: string
  readonly attributes: Map<string, string>
  readonly children: Element[]
  text: string
}

const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])
const TOKEN = /<!--[\s\S]*?-->|<!?(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</g
const ATTRIBUTE = /([^\s=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g

/** An HTML text as fields of its head and body; each element has a tag, its own text, attributes and children. */
export function liftHtml(text: string, liftText: (text: string) => Lifted): Lifted {
  const root = parse(text)
  const html = root.children.find(({ tag }) => tag === 'html') ?? root
  const part = (tag: string): Element | undefined => html.children.find((child) => child.tag === tag)
  const rest = html.children.filter(({ tag }) => tag !== 'head' && tag !== 'body')
  const body = part('body') ?? { tag: 'body', attributes: new Map(), children: rest, text: html.text }
  const head = part('head') ?? { tag: 'head', attributes: new Map(), children: [], text: '' }
  return fields({ head: liftElement(head, liftText), body: liftElement(body, liftText) })
}

function liftElement(
  { tag, attributes, children, text }: Element,
  liftText: (text: string) => Lifted,
): Lifted {
  return fields({
    tag: { is: 'string', value: tag },
    text: { is: 'string', value: text.trim().replaceAll(/\s+/g, ' ') },
    attributes: {
      is: 'fields',
      entries: new Map([...attributes].map(([name, value]) => [name, { is: 'string', value }])),
    },
    children: { is: 'list', items: children.map((child) => liftElement(child, liftText)) },
  })
}

function fields(entries: Readonly<Record<string, Lifted>>): Lifted {
  return { is: 'fields', entries: new Map(Object.entries(entries)) }
}

function parse(text: string): Element {
  const root: Element = { tag: '', attributes: new Map(), children: [], text: '' }
  const open: Element[] = [root]
  for (const [token, slash, name, written] of text.matchAll(TOKEN)) {
    const inside = open.at(-1) ?? root
    if (name === undefined) {
      if (!token.startsWith('<!')) inside.text += token
      continue
    }
    const tag = name.toLowerCase()
    if (token.startsWith('<!')) continue
    if (slash === '/') {
      const at = open.findLastIndex((element) => element.tag === tag)
      if (at > 0) open.length = at
      continue
    }
    const attributes = new Map<string, string>()
    for (const [, key = '', double, single, bare] of (written ?? '').matchAll(ATTRIBUTE)) {
      attributes.set(key, double ?? single ?? bare ?? '')
    }
    const element: Element = { tag, attributes, children: [], text: '' }
    inside.children.push(element)
    if (!VOID.has(tag) && !(written ?? '').endsWith('/')) open.push(element)
  }
  return root
}
