import type { ApiCall } from './call.ts'

const DEFAULT_SIZE = 30
const MAX_SIZE = 100

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly total: number
  readonly headers: Readonly<Record<string, string>>
}

const wholeNumber = (text: string | undefined, otherwise: number): number => {
  const value = Number(text)
  return text !== undefined && Number.isInteger(value) && value > 0 ? value : otherwise
}

/** The asked page of a list, with the Link header that leads to the others. */
export function paginate<Item>(
  call: ApiCall,
  items: readonly Item[],
  limits: { readonly size: number; readonly max: number } = { size: DEFAULT_SIZE, max: MAX_SIZE },
): Page<Item> {
  const size = Math.min(limits.max, wholeNumber(call.query['per_page'], limits.size))
  const page = wholeNumber(call.query['page'], 1)
  const last = Math.max(1, Math.ceil(items.length / size))
  const links: readonly (readonly [string, number, boolean])[] = [
    ['prev', page - 1, page > 1],
    ['next', page + 1, page < last],
    ['last', last, page < last],
    ['first', 1, page > 1],
  ]
  const link = links
    .filter(([, , shown]) => shown)
    .map(([rel, number]) => `<${pageUrl(call, number, size)}>; rel="${rel}"`)
    .join(', ')
  return {
    items: items.slice((page - 1) * size, page * size),
    total: items.length,
    headers: link === '' ? {} : { link },
  }
}

function pageUrl(call: ApiCall, page: number, size: number): string {
  const url = new URL(`${call.api}${call.target}`)
  url.searchParams.set('per_page', String(size))
  url.searchParams.set('page', String(page))
  return url.href
}
