import type { Metadata } from 'next'
import { PlumblineError } from '@/lib/domain/errors'
import { findAudit } from '@/lib/server/audits/find'
import { may } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** The title of a page of an audit. Its name stands there only for who may read audits: the title is sent with a refusal too. */
export async function auditTitle(label: string, params: Promise<{ slug: string }>): Promise<Metadata> {
  const viewer = await sessionViewer()
  if (!viewer || !may(viewer.role, 'audit:read')) return { title: label }
  try {
    const { name } = await findAudit((await params).slug)
    return { title: `${label}: ${name}` }
  } catch (error) {
    if (error instanceof PlumblineError) return { title: label }
    throw error
  }
}
