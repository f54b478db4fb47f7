import { randomBelow, seededRandom } from '../random'

/**
 * Deals things to groups of equal size, in a random order that a seed fixes. Dealt in their own order, things sorted by what
 * is measured would make groups more alike than chance does, and a jackknife over groups would understate the error.
 *
 * @returns for each thing the number of its group; its own where there are as many groups as things.
 */
export function randomGroups(things: number, groups: number, seed = 1): Int32Array {
  const group = Int32Array.from({ length: things }, (_, i) => i % groups)
  if (groups >= things) return group
  const random = seededRandom(seed)
  // Fisher & Yates.
  for (let i = things - 1; i > 0; i--) {
    const j = randomBelow(random, i + 1)
    const held = group[i]!
    group[i] = group[j]!
    group[j] = held
  }
  return group
}
