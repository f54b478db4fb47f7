import { ActionForm } from '../ui/action-form'
import { ButtonLink } from '../ui/button'
import type { FormAction } from '../ui/use-form-action'

/** Asked once, before an open audit's results are seen: who has seen them cannot rate there any more. */
export function ExposureGate({
  auditName,
  status,
  backHref,
  action,
}: {
  auditName: string
  status: 'draft' | 'open'
  backHref: string
  action: FormAction
}) {
  return (
    <section aria-labelledby="exposure" className="max-w-[60ch] py-6">
      <h2 id="exposure" className="text-2xl font-semibold">
        Seeing results ends your rating here
      </h2>
      <div className="mt-3 flex flex-col gap-3 text-muted">
        <p>
          “{auditName}” is {status === 'open' ? 'open' : 'not yet open'} for rating. Blind ratings are what
          its numbers rest on, so whoever has seen them cannot rate in it.
        </p>
        <p>
          This is kept with your account and cannot be taken back. You are asked only once for each audit.
        </p>
      </div>
      <div className="mt-6 flex flex-wrap items-start gap-2">
        <ActionForm action={action} button="Show the results" />
        <ButtonLink href={backHref} variant="ghost">
          Not now
        </ButtonLink>
      </div>
    </section>
  )
}
