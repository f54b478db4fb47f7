/*
 * What a character is, by one look into a table. Regular expressions with \p{L} take three times as long once a
 * text has a single curly quote in it, and every text is scanned twice. A class is one bit of a mask.
 */
export const LETTER = 1
export const NUMBER = 2
/** White space but for line feeds and carriage returns. */
export const SPACE = 4
export const NEWLINE = 8
/** Symbols, punctuation, marks, lone surrogates, and what is not assigned. */
export const OTHER = 16
/** No character: the text has ended. */
export const END = 32
/** Added to the class of a character that takes two code units. */
export const WIDE = 64
const HIGH_SURROGATE = 128

const IS_LETTER = /\p{L}/u
const IS_NUMBER = /\p{N}/u

const CLASS_OF_UNIT = buildTable()

/** The class of the character at a position, `END` at the text's end, with `WIDE` where it takes two code units. */
export function classAt(text: string, at: number): number {
  if (at >= text.length) return END
  const known = CLASS_OF_UNIT[text.charCodeAt(at)] as number
  return known === HIGH_SURROGATE ? classOfPair(text.slice(at, at + 2)) : known
}

function classOfPair(pair: string): number {
  const low = pair.charCodeAt(1)
  if (!(low >= 0xdc00 && low <= 0xdfff)) return OTHER
  return WIDE | (IS_LETTER.test(pair) ? LETTER : IS_NUMBER.test(pair) ? NUMBER : OTHER)
}

function buildTable(): Uint8Array {
  const table = new Uint8Array(0x1_0000).fill(OTHER)
  const markRuns = (first: number, last: number) => {
    const units = Array.from({ length: last - first + 1 }, (_, i) => String.fromCharCode(first + i)).join('')
    const mark = (pattern: RegExp, value: number) => {
      for (const run of units.matchAll(pattern)) {
        table.fill(value, first + run.index, first + run.index + run[0].length)
      }
    }
    mark(/\p{L}+/gu, LETTER)
    mark(/\p{N}+/gu, NUMBER)
    mark(/\s+/gu, SPACE)
    mark(/[\r\n]+/gu, NEWLINE)
  }
  markRuns(0, 0xd7ff)
  markRuns(0xe000, 0xffff)
  table.fill(HIGH_SURROGATE, 0xd800, 0xdc00)
  return table
}
