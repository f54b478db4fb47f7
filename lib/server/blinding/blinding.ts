import type { Blinding } from '@/lib/domain/report-blinding'
import { guessesOf } from './guess-counts'
import { countLeaks } from './leaks'

/** How blind the ratings of an audit were, as it stands now. */
export async function blindingOf(auditId: number): Promise<Blinding> {
  const [{ all, byPattern }, guesses] = await Promise.all([countLeaks(auditId), guessesOf(auditId)])
  return { leaks: { ...all, by_pattern: byPattern }, guesses }
}
