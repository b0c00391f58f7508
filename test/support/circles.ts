type Graph = ReadonlyMap<string, readonly string[]>

/** Groups of nodes that reach each other: the strongly connected components of more than one node (Tarjan 1972). */
export function circles(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const path: string[] = []
  const found: string[][] = []
  const visit = (node: string): number => {
    const own = order.size
    order.set(node, own)
    path.push(node)
    let low = own
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (path.includes(next)) low = Math.min(low, order.get(next) ?? own)
    }
    if (low === own) {
      const group = path.splice(path.indexOf(node))
      if (group.length > 1) found.push(group)
    }
    return low
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found
}
