/** An element of an answer in XML. Attributes are left out: AWS puts nothing but namespaces there. */
export interface XmlElement {
  readonly name: string
  readonly text: string
  readonly children: readonly XmlElement[]
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The root element of a document, or undefined where it is not well formed. */
export function parseXml(document: string): XmlElement | undefined {
  interface Open {
    readonly name: string
    text: string
    readonly children: XmlElement[]
  }
  const top: Open = { name: '', text: '', children: [] }
  const open: Open[] = [top]
  for (const [token] of document.matchAll(/<[?!][^>]*>|<[^>]+>|[^<]+/g)) {
    const current = open.at(-1) ?? top
    if (token.startsWith('<?') || token.startsWith('<!')) continue
    if (!token.startsWith('<')) {
      current.text += decoded(token)
    } else if (token.startsWith('</')) {
      const done = open.pop()
      if (done === undefined || done === top || done.name !== token.slice(2, -1).trim()) return undefined
      open.at(-1)?.children.push({ ...done, text: done.children.length > 0 ? '' : done.text })
    } else {
      const name = /^<([^\s/>]+)/.exec(token)?.[1] ?? ''
      if (token.endsWith('/>')) current.children.push({ name, text: '', children: [] })
      else open.push({ name, text: '', children: [] })
    }
  }
  return open.length === 1 ? top.children[0] : undefined
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    return ENTITIES[name] ?? whole
  })
}

/** The element at a path below another, such as `child(root, 'DescribeRulesResult', 'Rules')`. */
export function child(from: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (element, name) => element?.children.find((each) => each.name === name),
    from,
  )
}

/** The text at a path; '' where there is none. */
export function textAt(from: XmlElement | undefined, ...path: readonly string[]): string {
  return child(from, ...path)?.text ?? ''
}

/** The members of a list at a path. */
export function membersAt(from: XmlElement | undefined, ...path: readonly string[]): readonly XmlElement[] {
  return child(from, ...path)?.children.filter(({ name }) => name === 'member') ?? []
}
