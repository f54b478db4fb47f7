const FENCE_OPENS = /^(?:`{3,}|~{3,})/gm
/** A line of nothing but fence characters: it closes a fence when it begins with that fence's own marker. */
const FENCE_MAY_CLOSE = /^[`~]{3,}[ \t]*$/gm

/**
 * The text without its fenced code blocks, and how many there were. A fence that is never closed runs to the end.
 *
 * Same result as removing /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[`~]*[ \t]*$|$(?![\s\S]))/gm, which takes quadratic
 * time on a long line of backticks; this walks forward only.
 */
export function removeFences(text: string): { prose: string; blocks: number } {
  if (!text.includes('```') && !text.includes('~~~')) return { prose: text, blocks: 0 }
  let prose = ''
  let blocks = 0
  let position = 0
  for (;;) {
    FENCE_OPENS.lastIndex = position
    const opening = FENCE_OPENS.exec(text)
    if (!opening) break
    const lineEnd = text.indexOf('\n', opening.index)
    if (lineEnd < 0) break
    prose += text.slice(position, opening.index)
    position = fenceEnd(text, opening[0], lineEnd + 1)
    blocks++
  }
  return { prose: prose + text.slice(position), blocks }
}

/** Where the fence ends whose content begins at `from`: after its closing line, or at the text's end. */
function fenceEnd(text: string, marker: string, from: number): number {
  FENCE_MAY_CLOSE.lastIndex = from
  for (;;) {
    const line = FENCE_MAY_CLOSE.exec(text)
    if (!line) return text.length
    if (line[0].startsWith(marker)) return line.index + line[0].length
  }
}
