import { countOf } from '@/lib/domain/format'
import type { UploadAnswer } from '@/lib/domain/import-answer'
import type { RecordKind } from '@/lib/domain/records'
import { ButtonLink } from '../ui/button'
import { Notice } from '../ui/notice'

/** What was written, and where to go from here. */
export function Done({
  slug,
  kind,
  draft,
  answer,
}: {
  slug: string
  kind: RecordKind
  /** Whether the audit has yet to be opened. */
  draft: boolean
  answer: UploadAnswer
}) {
  const { inserted, updated, unchanged, revision } = answer
  return (
    <div className="flex flex-col items-start gap-4">
      <Notice tone="done" title={`Imported: revision ${revision}`} live>
        {countOf(inserted, 'new record')}, {countOf(updated, 'changed record')},{' '}
        {countOf(unchanged, 'unchanged record')}.{' '}
        {kind === 'outputs'
          ? `Next: bring in the models’ ratings of these outputs${draft ? ', or open the audit so that people can rate them' : ''}.`
          : draft
            ? 'Next: open the audit so that people can rate. The report shows these scores now.'
            : 'The report shows them now.'}
      </Notice>
      {kind === 'outputs' ? (
        draft && <ButtonLink href={`/audits/${slug}/settings`}>Open for rating</ButtonLink>
      ) : (
        <div className="flex flex-wrap gap-2">
          {draft && (
            <ButtonLink variant="primary" href={`/audits/${slug}/settings`}>
              Open for rating
            </ButtonLink>
          )}
          <ButtonLink variant={draft ? 'secondary' : 'primary'} href={`/audits/${slug}`}>
            See the report
          </ButtonLink>
        </div>
      )}
    </div>
  )
}
