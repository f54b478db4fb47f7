const BARE_URL = /https?:\/\/\S/y

/**
 * Links of a text: `[label](target)` on one line, images included, and bare http(s) addresses outside of them.
 *
 * Same result as counting /\[[^\]\n]+\]\([^)\n]+\)|https?:\/\/\S+/g, which is quadratic in a run of `[`. Here the
 * next `]` and the next `)` are looked up again only once the scan has passed them.
 */
export function countLinks(text: string): number {
  if (!text.includes('](') && !text.includes('://')) return 0
  const labelEnd = nextOf(text, ']')
  const targetEnd = nextOf(text, ')')
  let links = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (char === '[') {
      const label = labelEnd(i + 1)
      if (label === i + 1 || text[label] !== ']' || text[label + 1] !== '(') continue
      const target = targetEnd(label + 2)
      if (target === label + 2 || text[target] !== ')') continue
      links++
      i = target
    } else if (char === 'h') {
      BARE_URL.lastIndex = i
      if (!BARE_URL.test(text)) continue
      links++
      i = endOfRun(text, i)
    }
  }
  return links
}

/** A look-up, for rising positions, of the next `wanted` or line end at or after a position. */
function nextOf(text: string, wanted: string): (from: number) => number {
  let found = -1
  return (from) => {
    if (found >= from) return found
    found = from
    while (found < text.length && text[found] !== wanted && text[found] !== '\n') found++
    return found
  }
}

/** The last position of the run without white space that holds `from`. */
function endOfRun(text: string, from: number): number {
  const space = /\s/g
  space.lastIndex = from
  const next = space.exec(text)
  return (next ? next.index : text.length) - 1
}
