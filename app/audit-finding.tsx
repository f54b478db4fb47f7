import { parseQuestion } from '@/lib/domain/selection'
import { headlineSentence, whyNull } from '@/lib/domain/sentences'
import { report } from '@/lib/server/analysis/report'
import { findAudit } from '@/lib/server/audits/find'

/** An audit's finding in one sentence. Only for who is exposed to its results already. */
export async function AuditFinding({ slug }: { slug: string }) {
  const audit = await findAudit(slug)
  const answer = await report({ audit, question: parseQuestion(new URLSearchParams()) })
  const sentence = headlineSentence(answer)
  if (sentence) return <p className="max-w-measure">{sentence}.</p>
  const why = whyNull(answer.notes, 'headline.inflation') ?? 'not enough data'
  return <p className="text-muted">No finding yet: {why}.</p>
}
