import { type Random, randomBelow } from '../random'

/**
 * Draws pairs of items of different kinds from each group, so that every pair of kinds comes about as often: each time one
 * of the pairs of kinds that the group offers and that came least so far, at random among them, and at random which of their items.
 * No pair of items is drawn twice. Groups are gone through in their order, which is to be a random one.
 *
 * @param groups the kind of each item of each group, as whole numbers.
 * @param perGroup so many pairs of a group, or all that it has.
 * @returns for each group the places of the items of each pair, the smaller first.
 */
export function balancedPairs(
  groups: readonly (readonly number[])[],
  perGroup: number,
  random: Random,
): [number, number][][] {
  const came = new Map<string, number>()
  return groups.map((kinds) => {
    const left = pairsByKinds(kinds)
    const drawn: [number, number][] = []
    while (drawn.length < perGroup && left.size > 0) {
      const key = leastCome([...left.keys()], came, random)
      const pairs = left.get(key)!
      drawn.push(...pairs.splice(randomBelow(random, pairs.length), 1))
      if (pairs.length === 0) left.delete(key)
      came.set(key, (came.get(key) ?? 0) + 1)
    }
    return drawn
  })
}

/** The pairs of a group's items by their two kinds. */
function pairsByKinds(kinds: readonly number[]): Map<string, [number, number][]> {
  const pairs = new Map<string, [number, number][]>()
  for (let i = 0; i < kinds.length; i++)
    for (let j = i + 1; j < kinds.length; j++) {
      if (kinds[i] === kinds[j]) continue
      const key = `${Math.min(kinds[i]!, kinds[j]!)} ${Math.max(kinds[i]!, kinds[j]!)}`
      const same = pairs.get(key)
      if (same) same.push([i, j])
      else pairs.set(key, [[i, j]])
    }
  return pairs
}

function leastCome(keys: string[], came: ReadonlyMap<string, number>, random: Random): string {
  const least = Math.min(...keys.map((key) => came.get(key) ?? 0))
  const candidates = keys.filter((key) => (came.get(key) ?? 0) === least)
  return candidates[randomBelow(random, candidates.length)]!
}
