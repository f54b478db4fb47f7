/** The pace is that of so many of the latest outputs. */
export const MOST_PACE = 30
/** From fewer outputs than this nothing is said of the time left. */
const LEAST_PACE = 5

/** The median seconds of active work on an output; null while there are too few to tell. */
export function medianPace(pace: readonly number[]): number | null {
  if (pace.length < LEAST_PACE) return null
  const sorted = pace.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How long so many outputs take at this pace, as coarse as it is known; null while there are too few to tell. */
export function timeLeft(pace: readonly number[], outputs: number): string | null {
  const median = medianPace(pace)
  if (median === null || outputs <= 0) return null
  const minutes = (median * outputs) / 60
  if (minutes < 1) return 'less than a minute'
  if (minutes < 10) return counted(Math.round(minutes), 'minute')
  if (minutes < 57.5) return counted(Math.round(minutes / 5) * 5, 'minute')
  const halves = Math.round(minutes / 30)
  const whole = Math.floor(halves / 2)
  return halves % 2 === 1 ? `about ${whole}½ hours` : counted(whole, 'hour')
}

function counted(n: number, unit: string): string {
  return `about ${n} ${unit}${n === 1 ? '' : 's'}`
}
