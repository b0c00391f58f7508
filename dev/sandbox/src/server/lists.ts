interface Version {
  /** Milliseconds of a clock that only moves forward. */
  readonly at: number
  readonly copy: object
}

/** What lists show. At GitHub they lag behind writes by seconds, while what is asked for by id is up to date. */
export interface Lists {
  /** Notes that something was made: lists show it later. */
  made<Item extends object>(item: Item): Item
  /** Changes something: lists show it as it was for a while. */
  change(item: object, work: () => void): void
  /** The items as a list shows them now. */
  shown<Item extends object>(items: readonly Item[]): readonly Item[]
}

/** Lists that lag by `lagMs`. What tests seed directly has always been there. */
export function createLists(lagMs: number, now: () => number = () => performance.now()): Lists {
  const versions = new WeakMap<object, Version[]>()
  const note = (item: object, at: number): void => {
    versions.set(item, [...(versions.get(item) ?? []), { at, copy: { ...item } }])
  }
  const seen = <Item extends object>(item: Item): readonly Item[] => {
    const known = versions.get(item)
    if (known === undefined) return [item]
    const version = known.findLast(({ at }) => at + lagMs <= now())
    return version === undefined ? [] : [decodeCopy<Item>(version.copy)]
  }
  return {
    made: (item) => {
      note(item, now())
      return item
    },
    change: (item, work) => {
      if (!versions.has(item)) note(item, Number.NEGATIVE_INFINITY)
      work()
      note(item, now())
    },
    shown: (items) => items.flatMap(seen),
  }
}

/** A copy has the type of what it was made from. */
const decodeCopy = <Item extends object>(copy: object): Item => copy as Item
