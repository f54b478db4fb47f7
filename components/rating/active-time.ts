/** Without a sign of the rater for longer than this, in milliseconds, the rest of the pause does not count as work. */
export const IDLE_AFTER = 60_000

/**
 * Seconds of active work on each item: the tab is visible, and the rater moved, typed or scrolled in the last
 * minute. Times are milliseconds of any one clock, handed in.
 */
export class ActiveTime {
  private readonly totals = new Map<string, number>()
  private key: string | null = null
  private visible = true
  private countedTo: number
  private lastSign: number

  /** `earlier`: the seconds that items have had before. */
  constructor(now: number, earlier: Readonly<Record<string, number>> = {}) {
    for (const [key, seconds] of Object.entries(earlier)) this.totals.set(key, seconds * 1_000)
    this.countedTo = now
    this.lastSign = now
  }

  /** The rater gave a sign: what follows counts again. */
  sign(now: number): void {
    this.count(now)
    this.lastSign = now
  }

  /** The tab came into view, or left it. Coming back is a sign. */
  setVisible(visible: boolean, now: number): void {
    this.count(now)
    this.visible = visible
    if (visible) this.lastSign = now
  }

  /** From now on time counts for this item, or for none. */
  switchTo(key: string | null, now: number): void {
    this.count(now)
    this.key = key
  }

  /** Seconds of active work on an item so far, to a tenth. */
  secondsOn(key: string, now: number): number {
    this.count(now)
    return Math.round((this.totals.get(key) ?? 0) / 100) / 10
  }

  /** The same, and begins anew: what was reported once is not to be reported again. */
  take(key: string, now: number): number {
    const seconds = this.secondsOn(key, now)
    this.totals.delete(key)
    return seconds
  }

  private count(now: number): void {
    const end = Math.min(now, this.lastSign + IDLE_AFTER)
    if (this.key !== null && this.visible && end > this.countedTo)
      this.totals.set(this.key, (this.totals.get(this.key) ?? 0) + end - this.countedTo)
    this.countedTo = Math.max(this.countedTo, now)
  }
}
