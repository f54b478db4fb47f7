import data from './lexicon.json'
import { hashWord, type Words } from './words'

/** Words and phrases that soften a statement, and those that strengthen it. */
export interface WordLists {
  readonly hedges: readonly string[]
  readonly boosters: readonly string[]
}

export interface LexiconHits {
  readonly hedges: number
  readonly boosters: number
}

/** Raised whenever a list changes; the confidence features' versions are raised with it. */
export const LEXICON_VERSION = data.version
export const LEXICON_PROVENANCE: Readonly<Record<'hyland_2005' | 'llm_answer', string>> = data.provenance
/** Hyland's lists of 2005, unchanged, and the lists for assistants' answers that the features use. */
export const LEXICONS: Readonly<Record<'hyland_2005' | 'llm_answer', WordLists>> = {
  hyland_2005: data.hyland_2005,
  llm_answer: data.llm_answer,
}

const FILTER_SIZE = 2 ** 14

interface PhraseIndex {
  /** By hash: 1 where a word may begin a phrase, so that most words need no look-up. */
  readonly filter: Uint8Array
  /** Phrases by their first word; of those with the same first word the longest comes first. */
  readonly phrases: ReadonlyMap<string, readonly (readonly string[])[]>
}

/**
 * A matcher for one pair of lists. Each list is read on its own, from left to right, the longest phrase first,
 * without overlaps and by whole words: "no doubt" is one booster, and its "doubt" is one hedge.
 */
export function lexiconMatcher(lists: WordLists): (words: Words) => LexiconHits {
  const hedges = indexPhrases(lists.hedges)
  const boosters = indexPhrases(lists.boosters)
  return (words) => ({ hedges: countPhrases(words, hedges), boosters: countPhrases(words, boosters) })
}

function indexPhrases(list: readonly string[]): PhraseIndex {
  const filter = new Uint8Array(FILTER_SIZE)
  const phrases = new Map<string, string[][]>()
  for (const phrase of list) {
    const words = phrase.split(' ')
    const first = words[0] as string
    filter[hashWord(first) & (FILTER_SIZE - 1)] = 1
    phrases.set(
      first,
      [...(phrases.get(first) ?? []), words].sort((a, b) => b.length - a.length),
    )
  }
  return { filter, phrases }
}

function countPhrases(words: Words, { filter, phrases }: PhraseIndex): number {
  let count = 0
  for (let i = 0; i < words.length; i++) {
    if (filter[words.hash(i) & (FILTER_SIZE - 1)] === 0) continue
    const phrase = phrases.get(words.at(i))?.find((candidate) => matchesAt(words, i, candidate))
    if (!phrase) continue
    count++
    i += phrase.length - 1
  }
  return count
}

function matchesAt(words: Words, index: number, phrase: readonly string[]): boolean {
  return phrase.every((word, offset) => offset === 0 || words.at(index + offset) === word)
}
