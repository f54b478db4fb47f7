import type { Blinding } from '@/lib/domain/report-blinding'
import { countLeaks } from './leaks'

/** How blind the ratings of an audit were, as it stands now. */
export async function blindingOf(auditId: number): Promise<Blinding> {
  const { all, byPattern } = await countLeaks(auditId)
  return { leaks: { ...all, by_pattern: byPattern } }
}
