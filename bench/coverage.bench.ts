import { CORRELATIONS } from './coverage/correlations'
import { MEANS } from './coverage/means'
import { SHARES } from './coverage/shares'
import { figureOf } from './coverage/study'
import type { Figure } from './figure'

/**
 * How often intervals hold the truth that was planted, in 1,000 simulations each from a fixed seed: 93–97 % for a nominal
 * 95 %, at least 93 % where they are conservative. Computed alone: no database, no clock.
 */
export async function measure(): Promise<Figure[]> {
  return [...MEANS, ...SHARES, ...CORRELATIONS].map((study) => figureOf(study))
}
