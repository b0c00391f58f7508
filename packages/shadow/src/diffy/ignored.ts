import { Follower, type Reached } from '../json/follow.ts'
import { patternOf } from '../json/pattern.ts'

/**
 * Patterns as a test of places as Diffy names them: identifiers joined by dots, elements left out, `values` for the keys of
 * a map. A pattern covers everything below too.
 */
export function diffyPatterns(patterns: readonly string[]): (place: string) => boolean {
  const follower = new Follower(
    patterns.map((text) => ({ pattern: patternOf(text).filter(({ is }) => is !== 'element'), rule: text })),
  )
  return (place) => {
    let reached: Reached<string> = follower.start
    for (const key of place === '' ? [] : place.split('.')) {
      if (reached.here.length > 0) return true
      reached = follower.next(reached, key)
    }
    return reached.here.length > 0
  }
}
