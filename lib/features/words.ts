import { classAt, END, LETTER, NUMBER, OTHER, WIDE } from './charclass'

const WORD = LETTER | NUMBER
const APOSTROPHE = 0x27
const HYPHEN = 0x2d

/**
 * The words of a text, lower-cased and in order: /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*\/gu, where a curly
 * apostrophe counts as a straight one. Positions and hashes in one text, so that counting, comparing and looking
 * for words make no string of each.
 */
export class Words {
  readonly length: number
  /** Letters of any alphabet, in all words together. */
  readonly letters: number
  readonly #text: string
  readonly #starts: readonly number[]
  readonly #ends: readonly number[]
  readonly #hashes: readonly number[]

  constructor(plain: string) {
    // İ is the one letter whose lower case has two characters, the second of which would break the word.
    const text = plain.replaceAll('’', "'").replaceAll('İ', 'I').toLowerCase()
    const starts: number[] = []
    const ends: number[] = []
    const hashes: number[] = []
    let letters = 0
    let at = 0
    for (let kind = classAt(text, 0); kind !== END; kind = classAt(text, at)) {
      if ((kind & WORD) === 0) {
        at += kind & WIDE ? 2 : 1
        continue
      }
      starts.push(at)
      let hash = 0
      while (kind & WORD) {
        letters += kind & LETTER
        hash = addToHash(hash, text.charCodeAt(at++))
        if (kind & WIDE) hash = addToHash(hash, text.charCodeAt(at++))
        kind = classAt(text, at)
        if (kind === OTHER && isJoiner(text.charCodeAt(at)) && classAt(text, at + 1) & WORD) {
          hash = addToHash(hash, text.charCodeAt(at++))
          kind = classAt(text, at)
        }
      }
      ends.push(at)
      hashes.push(hash)
    }
    this.#text = text
    this.#starts = starts
    this.#ends = ends
    this.#hashes = hashes
    this.length = starts.length
    this.letters = letters
  }

  /** The word at an index; an empty string beyond the last. */
  at(index: number): string {
    return index < this.length ? this.#text.slice(this.#starts[index], this.#ends[index]) : ''
  }

  /** A number that equal words share, `hashWord` of the word; different words seldom do. */
  hash(index: number): number {
    return this.#hashes[index] as number
  }

  /** Whether two words are the same. */
  same(a: number, b: number): boolean {
    if (this.#hashes[a] !== this.#hashes[b]) return false
    const start = this.#starts[a] as number
    const shift = (this.#starts[b] as number) - start
    const end = this.#ends[a] as number
    if (end + shift !== this.#ends[b]) return false
    for (let at = start; at < end; at++) {
      if (this.#text.charCodeAt(at) !== this.#text.charCodeAt(at + shift)) return false
    }
    return true
  }
}

/** The hash that `Words` gives to this word, which must be lower-cased. */
export function hashWord(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at++) hash = addToHash(hash, word.charCodeAt(at))
  return hash
}

function addToHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x0100_0193) ^ (hash >>> 15)
}

function isJoiner(unit: number): boolean {
  return unit === APOSTROPHE || unit === HYPHEN
}
