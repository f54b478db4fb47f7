/** Names replaced by 0, 1, 2, … in the order in which they first occur. */
export interface DenseIndex {
  index: Int32Array
  /** How many names there are. */
  size: number
  /** Whether each name's entries stand together. */
  inRuns: boolean
}

/** Whole numbers below this are looked up in a table, which is several times faster than a map. */
const TABLE = 65_536

/** Numbers the names in one pass; an entry like the one before it, and ascending numbers, cost next to nothing. */
export function denseIndex(names: ArrayLike<number | string>): DenseIndex {
  if (names instanceof Int32Array) return bySmall(names) ?? byLookup(names)
  if (names instanceof Float64Array) return ascending(names) ?? byLookup(names)
  return byLookup(names)
}

/** Null where a number does not fit into the table. */
function bySmall(numbers: Int32Array): DenseIndex | null {
  const index = new Int32Array(numbers.length)
  const table = new Int32Array(TABLE).fill(-1)
  let size = 0
  let runs = 0
  let last = -1
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!
    if (number < 0 || number >= TABLE) return null
    if (number !== last) runs++
    last = number
    if (table[number]! < 0) table[number] = size++
    index[i] = table[number]!
  }
  return { index, size, inRuns: runs === size }
}

/** Null where the numbers do not ascend. */
function ascending(numbers: Float64Array): DenseIndex | null {
  const index = new Int32Array(numbers.length)
  let size = 0
  for (let i = 0; i < numbers.length; i++) {
    if (i === 0 || numbers[i]! > numbers[i - 1]!) size++
    else if (numbers[i] !== numbers[i - 1]) return null
    index[i] = size - 1
  }
  return { index, size, inRuns: true }
}

function byLookup(names: ArrayLike<number | string>): DenseIndex {
  const index = new Int32Array(names.length)
  const table = new Int32Array(TABLE).fill(-1)
  const map = new Map<number | string, number>()
  let size = 0
  let runs = 0
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    if (i > 0 && name === names[i - 1]) {
      index[i] = index[i - 1]!
      continue
    }
    runs++
    const small = typeof name === 'number' && name >= 0 && name < TABLE && Math.floor(name) === name
    let at = small ? table[name]! : (map.get(name) ?? -1)
    if (at < 0) {
      at = size++
      if (small) table[name] = at
      else map.set(name, at)
    }
    index[i] = at
  }
  return { index, size, inRuns: runs === size }
}
