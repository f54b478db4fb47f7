import { removeFences } from './fences'
import { normaliseText } from './normalise'
import { Words } from './words'

type Measure<T> = (text: PreparedText) => T

/**
 * A text made ready once and then shared by all features: normalised, without fenced code (`prose`), without
 * inline code as well (`plain`), and split into words. What several features need is measured `once`.
 */
export class PreparedText {
  /** NFC, with LF line ends. */
  readonly text: string
  /** `text` without fenced code blocks. */
  readonly prose: string
  /** `prose` with each inline code span replaced by a space: what is read as language. */
  readonly plain: string
  /** Number of fenced code blocks. */
  readonly codeBlocks: number
  /** The words of `plain`. */
  readonly words: Words

  readonly #countTokens: (text: string) => number
  readonly #measured = new Map<Measure<unknown>, unknown>()

  /** The tokenizer is passed in, so that reading the registry does not load its vocabulary. */
  constructor(raw: string, countTokens: (text: string) => number) {
    this.text = normaliseText(raw)
    const { prose, blocks } = removeFences(this.text)
    this.prose = prose
    this.codeBlocks = blocks
    this.plain = prose.includes('`') ? prose.replace(/`[^`\n]+`/g, ' ') : prose
    this.words = new Words(this.plain)
    this.#countTokens = countTokens
  }

  /** Tokens of the whole text, code included. */
  get tokens(): number {
    return this.#countTokens(this.text)
  }

  /** The measure's value, computed at its first use only. */
  once<T>(measure: Measure<T>): T {
    const known = this.#measured.get(measure)
    if (known !== undefined) return known as T
    const value = measure(this)
    this.#measured.set(measure, value)
    return value
  }
}
