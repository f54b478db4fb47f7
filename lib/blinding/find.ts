import { ORDINARY_NAMES, SUFFIX, spelling } from './names'
import { type LeakKey, SEARCHES, type Search } from './patterns'
import { eachWord, firstWords, wordKey } from './triggers'

/** A place in a text, in UTF-16 units, where it names its author or rates itself. */
export type Leak = { pattern: LeakKey; start: number; end: number }

/** The most places kept of one text. The last of them reaches as far as all that follow, so that a mask hides them too. */
export const MOST_LEAKS = 100

/** How far before a match the words that it needs may stand. */
const BEFORE = 120

type Searches = Map<number, Search[]>

/** The searches that begin at a word, by its key. */
const KNOWN = byFirstWord(SEARCHES)

/**
 * The places where a text names its author or rates itself, in their order; none lies within another. `names` are the
 * models and families that it must not name, besides the known ones. Its time grows with the length of the text.
 */
export function findLeaks(text: string, names: readonly string[] = []): Leak[] {
  const own = byFirstWord(names.flatMap(ownSearches))
  const found: Leak[] = []
  eachWord(text, (key, start) => {
    const searches = KNOWN.get(key)
    if (searches) tryAt(text, start, searches, found)
    const owns = own.get(key)
    if (owns) tryAt(text, start, owns, found)
  })
  return kept(found)
}

function tryAt(text: string, start: number, searches: readonly Search[], found: Leak[]): void {
  for (const { key, regex, after } of searches) {
    regex.lastIndex = start
    if (regex.test(text) && (!after || after.test(sentenceBefore(text, start))))
      found.push({ pattern: key, start, end: regex.lastIndex })
  }
}

/** What stands before a place in the same sentence, as far as it matters. */
function sentenceBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - BEFORE), at)
  return before.slice(Math.max(...['.', '!', '?', '\n'].map((mark) => before.lastIndexOf(mark))) + 1)
}

/** In order and without what lies within another; what is over the most is taken together. */
function kept(found: Leak[]): Leak[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const leaks: Leak[] = []
  let reach = -1
  for (const leak of found) {
    if (leak.end <= reach) continue
    const last = leaks.at(-1)
    if (leaks.length === MOST_LEAKS && last) last.end = leak.end
    else leaks.push(leak)
    reach = leak.end
  }
  return leaks
}

function byFirstWord(searches: readonly Search[]): Searches {
  const map: Searches = new Map()
  for (const search of searches)
    for (const word of new Set(search.words)) {
      const key = wordKey(word)
      map.set(key, [...(map.get(key) ?? []), search])
    }
  return map
}

/** Searches for names, kept from text to text: an audit has few models. */
const searchesOf = new Map<string, Search[]>()
const MOST_KEPT = 1_000
const LONGEST_NAME = 80

/** For a name as it stands and without the folder before it (`openai/gpt-4o`); none for what is a word of any text. */
function ownSearches(name: string): Search[] {
  const known = searchesOf.get(name)
  if (known) return known
  const parts = new Set([name, name.slice(name.lastIndexOf('/') + 1)].map((part) => part.trim()))
  const made = [...parts].filter(isTelling).map(
    (part): Search => ({
      key: 'own-name',
      words: firstWords(part),
      regex: new RegExp(`${spelling(part)}${SUFFIX}(?![\\p{L}\\p{N}])`, 'iuy'),
    }),
  )
  if (searchesOf.size >= MOST_KEPT) searchesOf.clear()
  searchesOf.set(name, made)
  return made
}

/** Only names that begin with a letter a–z are looked for. */
function isTelling(name: string): boolean {
  if (name.length < 3 || name.length > LONGEST_NAME || !/^[a-z]/i.test(name)) return false
  return !ORDINARY_NAMES.has(name.toLowerCase())
}
