/** A value as Diffy sees it before it compares (facts of twitter/diffy 6212af8, Apache-2.0; no code of it is used). */
export type Lifted =
  | { readonly is: 'long'; readonly value: bigint }
  | { readonly is: 'double'; readonly value: number }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'null' }
  | { readonly is: 'list'; readonly items: readonly Lifted[] }
  /** Keys are field names: each is a place of its own. */
  | { readonly is: 'fields'; readonly entries: ReadonlyMap<string, Lifted> }
  /** Keys are data: places below it share one name. */
  | { readonly is: 'map'; readonly entries: ReadonlyMap<string, Lifted> }
