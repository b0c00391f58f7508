import { ConditionError } from './condition-error.ts'
import type { Binary } from './syntax.ts'
import {
  ANY,
  BOOL,
  FLOAT,
  INT,
  STRING,
  comparable,
  isNumber,
  typeOfList,
  maybe,
  typeName,
  type Type,
} from './types.ts'

const isBool = ({ kind }: Type): boolean => kind === 'bool'
const isText = ({ kind }: Type): boolean => kind === 'string'
const isInt = ({ kind }: Type): boolean => kind === 'int'

/** The type of `left operator right`. Throws `ConditionError` where the operator does not take these types. */
export function checkBinary(operator: Binary, left: Type, right: Type): Type {
  const type = resultType(operator, left, right)
  if (type !== undefined) return type
  throw new ConditionError(
    `invalid operation: ${operator} (mismatched types ${typeName(left)} and ${typeName(right)})`,
  )
}

function resultType(operator: Binary, left: Type, right: Type): Type | undefined {
  const both = (accepts: (type: Type) => boolean): boolean => maybe(left, accepts) && maybe(right, accepts)
  switch (operator) {
    case '||':
    case '&&':
      return both(isBool) ? BOOL : undefined
    case '==':
    case '!=':
      return comparable(left, right) ? BOOL : undefined
    case '<':
    case '<=':
    case '>':
    case '>=':
      return both(isNumber) || both(isText) ? BOOL : undefined
    case 'matches':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return both(isText) ? BOOL : undefined
    case 'in':
      return holds(left, right) ? BOOL : undefined
    case '??':
      return left.kind === right.kind ? left : ANY
    case '..':
      return both(isInt) ? typeOfList(INT) : undefined
    case '%':
      return both(isInt) ? INT : undefined
    case '+':
      return both(isText) && !(left.kind === 'any' && right.kind === 'any')
        ? STRING
        : arithmetic(operator, left, right)
    case '-':
    case '*':
    case '/':
    case '**':
      return arithmetic(operator, left, right)
  }
}

function arithmetic(operator: Binary, left: Type, right: Type): Type | undefined {
  if (!maybe(left, isNumber) || !maybe(right, isNumber)) return undefined
  if (left.kind === 'any' || right.kind === 'any') return ANY
  const whole = isInt(left) && isInt(right) && operator !== '/' && operator !== '**'
  return whole ? INT : FLOAT
}

function holds(item: Type, container: Type): boolean {
  if (container.kind === 'list') return comparable(item, container.of)
  return container.kind === 'any' || (container.kind === 'map' && maybe(item, isText))
}
