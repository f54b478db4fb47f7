/**
 * Strings and their numbers, looked up by a stretch of a longer text without cutting it out: an open hash table
 * over one array of code units, about ten times as fast as a Map of fresh substrings.
 */
export class TokenTable {
  /** Code units of all tokens, one after the other. */
  readonly #units: Uint16Array
  /** Where each token begins, and after the last one where it ends. */
  readonly #starts: Int32Array
  /** Token plus one by hash, 0 where free; at most half full. */
  readonly #slots: Int32Array
  readonly #mask: number

  /** @param tokens by number; an empty string where a number has no token */
  constructor(tokens: readonly string[]) {
    this.#units = new Uint16Array(tokens.reduce((sum, token) => sum + token.length, 0))
    this.#starts = new Int32Array(tokens.length + 1)
    this.#mask = 2 ** Math.ceil(Math.log2(2 * tokens.length + 2)) - 1
    this.#slots = new Int32Array(this.#mask + 1)
    let end = 0
    tokens.forEach((token, id) => {
      for (let i = 0; i < token.length; i++) this.#units[end++] = token.charCodeAt(i)
      this.#starts[id + 1] = end
      if (token === '') return
      let slot = this.#slotOf(token, 0, token.length)
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask
      this.#slots[slot] = id + 1
    })
  }

  /** The number of the token that is `text.slice(start, end)`, or -1. */
  find(text: string, start: number, end: number): number {
    let slot = this.#slotOf(text, start, end)
    for (;;) {
      const id = (this.#slots[slot] as number) - 1
      if (id < 0 || this.#equals(id, text, start, end)) return id
      slot = (slot + 1) & this.#mask
    }
  }

  #slotOf(text: string, start: number, end: number): number {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193)
    return (hash ^ (hash >>> 15)) & this.#mask
  }

  #equals(id: number, text: string, start: number, end: number): boolean {
    const from = this.#starts[id] as number
    if ((this.#starts[id + 1] as number) - from !== end - start) return false
    for (let at = start; at < end; at++) {
      if (this.#units[from + at - start] !== text.charCodeAt(at)) return false
    }
    return true
  }
}
