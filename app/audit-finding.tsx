import { parseQuestion } from '@/lib/domain/selection'
import { headlineSentence, whyNull } from '@/lib/domain/sentences'
import { report } from '@/lib/server/analysis/report'
import { findAudit } from '@/lib/server/audits/find'
import { sealOf } from '@/lib/server/blinding/seal'
import { shownError } from '@/lib/server/faults'
import { log } from '@/lib/server/log'

/** An audit's finding in one sentence. Only for who is exposed to its results already. */
export async function AuditFinding({ slug }: { slug: string }) {
  const { sentence, why } = await findingOf(slug)
  if (sentence) return <p className="max-w-measure">{sentence}.</p>
  return <p className="max-w-measure text-muted">No finding yet: {why}.</p>
}

async function findingOf(slug: string): Promise<{ sentence: string | null; why: string }> {
  try {
    const audit = await findAudit(slug)
    const seal = await sealOf(audit.id)
    if (seal) return { sentence: null, why: 'its results are sealed until the planned ratings are in' }
    const answer = await report({ audit, question: parseQuestion(new URLSearchParams()) })
    const why = whyNull(answer.notes, 'headline.inflation') ?? 'not enough data'
    return { sentence: headlineSentence(answer), why }
  } catch (error) {
    // One audit's trouble must not take the whole list away.
    if (!shownError(error)) log().error({ err: error }, 'finding failed')
    return { sentence: null, why: 'it could not be computed just now; its report says more' }
  }
}
