/** What a literal is: whole numbers and floats differ, as they do in Go. */
export type Literal =
  | { readonly type: 'int' | 'float'; readonly value: number }
  | {
      readonly type: 'string'
      readonly value: string
    }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'nil' }

export type Unary = '!' | '-' | '+'
export type Binary =
  | '||'
  | '&&'
  | '??'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'matches'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | '..'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'

/** A condition as a tree. */
export type Node =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'name'; readonly name: string }
  /** `#` and `.field` inside a closure. */
  | { readonly kind: 'item' }
  | { readonly kind: 'index-of-item' }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Node, Node])[] }
  | { readonly kind: 'unary'; readonly operator: Unary; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: Binary; readonly left: Node; readonly right: Node }
  | { readonly kind: 'choice'; readonly test: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'member'; readonly of: Node; readonly key: Node; readonly optional: boolean }
  | {
      readonly kind: 'slice'
      readonly of: Node
      readonly from: Node | undefined
      readonly to: Node | undefined
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'method'; readonly of: Node; readonly name: string }
  | { readonly kind: 'closure'; readonly body: Node }
  | { readonly kind: 'let'; readonly name: string; readonly value: Node; readonly body: Node }
