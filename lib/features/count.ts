/** How often a global pattern matches, without overlaps. */
export function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** A count per hundred words, null for a text without words. */
export function perHundredWords(count: number, words: number): number | null {
  return words === 0 ? null : (100 * count) / words
}
