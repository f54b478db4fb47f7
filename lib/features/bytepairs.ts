import type { TokenTable } from './tokentable'

const POSITIONS = 2 ** 32

/**
 * The number of tokens that byte-pair encoding makes of one piece of text: of all neighbouring parts the pair of
 * the lowest rank is merged, the leftmost first, until no pair is a token. A heap finds it, so that a long piece
 * takes n log n steps where the plain search takes n².
 *
 * @param bytes UTF-8 bytes of the piece, a byte a character
 * @param ranks all tokens as bytes, by rank
 */
export function countBytePairTokens(bytes: string, ranks: TokenTable): number {
  const length = bytes.length
  // Parts are a linked list of their first positions; `length` stands for the end.
  const next = new Int32Array(length)
  const previous = new Int32Array(length)
  for (let part = 0; part < length; part++) {
    next[part] = part + 1
    previous[part] = part - 1
  }
  // The rank of the pair that begins at a part, or -1: tells whether what the heap holds is still true.
  const pairRank = new Int32Array(length).fill(-1)
  const heap = new MinHeap(3 * length)

  const offer = (part: number) => {
    const second = next[part] as number
    const rank = second < length ? ranks.find(bytes, part, next[second] as number) : -1
    pairRank[part] = rank
    if (rank >= 0) heap.push(rank * POSITIONS + part)
  }

  for (let part = 0; part < length - 1; part++) offer(part)
  let tokens = length
  for (let lowest = heap.pop(); lowest !== undefined; lowest = heap.pop()) {
    const part = lowest % POSITIONS
    if (pairRank[part] !== Math.floor(lowest / POSITIONS)) continue
    const merged = next[part] as number
    const after = next[merged] as number
    pairRank[merged] = -1
    next[part] = after
    if (after < length) previous[after] = part
    tokens--
    offer(part)
    const before = previous[part] as number
    if (before >= 0) offer(before)
  }
  return tokens
}

/** A binary heap of numbers that gives the smallest first. */
class MinHeap {
  readonly #items: Float64Array
  #size = 0

  constructor(capacity: number) {
    this.#items = new Float64Array(capacity)
  }

  push(item: number): void {
    const items = this.#items
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((items[parent] as number) <= item) break
      items[at] = items[parent] as number
      at = parent
    }
    items[at] = item
  }

  pop(): number | undefined {
    if (this.#size === 0) return undefined
    const items = this.#items
    const smallest = items[0]
    const item = items[--this.#size] as number
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.#size) break
      if (child + 1 < this.#size && (items[child + 1] as number) < (items[child] as number)) child++
      if ((items[child] as number) >= item) break
      items[at] = items[child] as number
      at = child
    }
    items[at] = item
    return smallest
  }
}
