import { defineFeature } from './definition'
import type { Words } from './words'

/** Words in a window: an answer of a hundred words has half a hundred windows, and a lone sentence has none. */
export const VARIETY_WINDOW = 50

/**
 * Moving-average type–token ratio: the share of distinct words in a window of 50, averaged over all windows.
 * Null when the text is shorter than one window. Unlike the plain ratio it does not fall with length.
 * M. A. Covington and J. D. McFall (2010), Cutting the Gordian knot: the moving-average type–token ratio (MATTR),
 * Journal of Quantitative Linguistics 17(2), 94-100.
 */
export function movingTypeTokenRatio(words: Words, window = VARIETY_WINDOW): number | null {
  const windows = words.length - window + 1
  if (windows < 1) return null
  // A word is the first of its kind in those windows that begin after its previous use: add up such windows.
  const previousUse = previousUses(words)
  let distinct = 0
  for (let i = 0; i < words.length; i++) {
    const firstStart = Math.max((previousUse[i] as number) + 1, i - window + 1)
    const lastStart = Math.min(i, windows - 1)
    if (lastStart >= firstStart) distinct += lastStart - firstStart + 1
  }
  return distinct / (windows * window)
}

/** For each word the index of the same word before it, or -1. */
function previousUses(words: Words): number[] {
  // An open hash table of the last use of each word, plus one; at most half full.
  const mask = 2 ** Math.ceil(Math.log2(2 * words.length)) - 1
  const lastUse = new Array<number>(mask + 1).fill(0)
  const previous: number[] = []
  for (let i = 0; i < words.length; i++) {
    let slot = words.hash(i) & mask
    while (lastUse[slot] !== 0 && !words.same((lastUse[slot] as number) - 1, i)) slot = (slot + 1) & mask
    previous.push((lastUse[slot] as number) - 1)
    lastUse[slot] = i + 1
  }
  return previous
}

export const variety = defineFeature({
  key: 'variety',
  label: 'Variety of words',
  unit: 'distinct words per word (0 to 1)',
  meaning: `Share of distinct words in ${VARIETY_WINDOW} words, averaged along the text (MATTR, 2010); needs ${VARIETY_WINDOW} words.`,
  group: 'length',
  transform: 'identity',
  compute: ({ words }) => movingTypeTokenRatio(words),
})
