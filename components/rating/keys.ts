/** The keys that choose by themselves, left to right on the keyboard. */
const ROW = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '-']

/**
 * The key of each point of a scale: its own digit where every point but a last 10 has one, else its place. A scale has
 * at most eleven points; what has more is a slider.
 */
export function choiceKeys(points: readonly number[]): string[] {
  const ownDigit = points.every((point) => Number.isInteger(point) && point >= 0 && point <= 10)
  if (!ownDigit) return points.map((_, place) => ROW[place] ?? '')
  // From 1 on, 0 stands for 10, as on the keyboard; from 0 on, the key after it does.
  const ten = points.includes(0) ? '-' : '0'
  return points.map((point) => (point === 10 ? ten : String(point)))
}
