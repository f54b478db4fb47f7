'use server'

import { revalidatePath } from 'next/cache'
import { filled } from '@/app/filled'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { apartSchema, furtherSchema } from '@/lib/domain/disagreements'
import { PlumblineError } from '@/lib/domain/errors'
import type { FormState } from '@/lib/domain/form-state'
import { countOf } from '@/lib/domain/format'
import { parsed } from '@/lib/domain/issues'
import { type AuditRow, findAudit } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { askFurther, takeBackFurther } from '@/lib/server/supervision/adjudications'

/** Asks for a further rating where raters are so many points apart on a criterion. */
export const askForFurther = formAction(
  [addressSchema, addressSchema, apartSchema],
  (slug, key, apart, data) =>
    change(slug, data, async (audit, output, byId) => {
      const criterion = audit.criteria.find((one) => one.key === key)
      if (!criterion) throw new PlumblineError('not-found', 'There is no such criterion.')
      const asked = await askFurther(
        { criterionId: criterion.id, apart: apart / 100, output },
        { auditId: audit.id, byId },
      )
      return `${countOf(asked, 'further rating')} asked for.`
    }),
)

export const takeFurtherBack = formAction([addressSchema], (slug, data) =>
  change(slug, data, async (audit, output, byId) => {
    const taken = await takeBackFurther(output, { auditId: audit.id, byId })
    return `${countOf(taken, 'further rating')} taken back.`
  }),
)

async function change(
  slug: string,
  data: FormData,
  work: (audit: AuditRow, output: string | null, byId: string) => Promise<string>,
): Promise<FormState> {
  let message = ''
  const state = await tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    const which = parsed(furtherSchema, filled(data))
    message = await work(await findAudit(slug), 'output' in which ? which.output : null, viewer.userId)
    revalidatePath(`/audits/${slug}/raters/quality`)
    return undefined
  }, '')
  return state.done ? { ...state, message } : state
}
