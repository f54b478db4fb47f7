import vocabulary from 'gpt-tokenizer/bpeRanks/cl100k_base'
import { countBytePairTokens } from './bytepairs'
import { classAt, WIDE } from './charclass'
import { pieceEnd } from './pieces'
import { TokenTable } from './tokentable'

/** The public encoding, and where its vocabulary comes from. */
export const TOKENIZER = 'cl100k_base (gpt-tokenizer 4.0.0)'

/** Pieces of several tokens are remembered: up to this many, and of this many characters. */
const REMEMBERED_PIECES = 50_000
const LONGEST_REMEMBERED = 32

/** Longer runs without a break are no writing; they are counted in slices of this many characters. */
const LONGEST_PIECE = 2_000

interface Vocabulary {
  /** Tokens that are whole characters, as text. */
  readonly byText: TokenTable
  /** All tokens as UTF-8, a byte a character; the number is the rank. */
  readonly byBytes: TokenTable
}

let loaded: Vocabulary | undefined
const remembered = new Map<string, number>()
const utf8 = new TextEncoder()

/**
 * The number of tokens of a text in cl100k_base. Special tokens such as `<|endoftext|>` count as the plain text
 * that they are here. Equal to the count of gpt-tokenizer, whose own function is quadratic in long words, throws
 * on special tokens, and has a cache that holds on to the texts it has seen; only words of over 2,000 characters,
 * which are counted in slices, may differ by a token a slice.
 */
export function countTokens(text: string): number {
  loaded ??= loadVocabulary()
  let tokens = 0
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start)
    tokens += countStretch(text, start, end, loaded)
    start = end
  }
  return tokens
}

/** Tokens of one piece: almost always one, by a look-up that cuts nothing out. */
function countStretch(text: string, start: number, end: number, vocabulary: Vocabulary): number {
  if (vocabulary.byText.find(text, start, end) >= 0) return 1
  let tokens = 0
  for (let from = start; from < end; ) {
    const to = sliceEnd(text, from, end)
    tokens += countPiece(text.slice(from, to), vocabulary)
    from = to
  }
  return tokens
}

/** Where the slice ends that begins at `from`; never within a surrogate pair. */
function sliceEnd(text: string, from: number, end: number): number {
  const cut = from + LONGEST_PIECE
  if (cut >= end) return end
  return classAt(text, cut - 1) & WIDE ? cut - 1 : cut
}

function countPiece(piece: string, { byBytes }: Vocabulary): number {
  const known = remembered.get(piece)
  if (known !== undefined) return known
  const tokens = countBytePairTokens(byteString(utf8.encode(piece)), byBytes)
  if (piece.length <= LONGEST_REMEMBERED) {
    if (remembered.size >= REMEMBERED_PIECES) remembered.clear()
    // A copy: the piece is a slice, which would keep the whole text alive that it was cut from.
    remembered.set(copyOf(piece), tokens)
  }
  return tokens
}

function loadVocabulary(): Vocabulary {
  // Tokens that are no whole characters are given as bytes, the others as text.
  const text = Array.from(vocabulary, (token) => (typeof token === 'string' ? token : ''))
  const bytes = Array.from(vocabulary, (token) =>
    byteString(typeof token === 'string' ? utf8.encode(token) : (token ?? [])),
  )
  return { byText: new TokenTable(text), byBytes: new TokenTable(bytes) }
}

function copyOf(text: string): string {
  return byteString(Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)))
}

/** Bytes, or code units, as a string with a character for each. */
function byteString(units: ArrayLike<number>): string {
  let text = ''
  for (let i = 0; i < units.length; i++) text += String.fromCharCode(units[i] as number)
  return text
}
