/** What a rater sees in place of masked words, however long they are: their length would tell. */
export const MASK = '▇▇▇'

/** A range of a text in UTF-16 units. */
export type Range = { start: number; end: number }

/** The text with a mask in place of each range; ranges that meet or overlap become one. */
export function masked(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text
  const sorted = ranges.filter(({ start }) => start < text.length).sort((a, b) => a.start - b.start)
  let shown = ''
  let at = 0
  let isMasked = false
  for (const { start, end } of sorted) {
    if (start > at || !isMasked) shown += text.slice(at, start) + MASK
    at = Math.max(at, end)
    isMasked = true
  }
  return shown + text.slice(at)
}

/** The words of a range with some of the text around them, on one line. */
export function inContext(
  text: string,
  { start, end }: Range,
  around = 70,
): { before: string; words: string; after: string } {
  const line = (part: string) => part.replace(/\s+/g, ' ').toWellFormed()
  const from = Math.max(0, start - around)
  const to = Math.min(text.length, end + around)
  // A range may reach over many words: its begin is enough to know it.
  const words = text.slice(start, Math.min(end, start + 300))
  return {
    before: (from > 0 ? '…' : '') + line(text.slice(from, start)),
    words: line(words) + (end > start + 300 ? '…' : ''),
    after: line(text.slice(end, to)) + (to < text.length ? '…' : ''),
  }
}
