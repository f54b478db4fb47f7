import type { AuditStatus, Presentation } from '@/lib/domain/audit'
import type { Progress } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { lockExposure } from '../auth/exposure'
import type { Db } from '../db/pool'
import { isSetAside } from '../supervision/is-set-aside'
import { enrol } from './enrol'
import { COUNTS, DESIGN, type Design, progressOf, TAKES_PLACE } from './schedule'

/** A person in an audit; a proven user. */
export type RaterOf = { auditId: number; userId: string }

/** The rater of an audit, for whom this transaction alone acts, and what a claim must know of the audit. */
export type HeldRater = {
  id: number
  progress: Progress
  audit: { id: number; status: AuditStatus; presentation: Presentation }
  design: Design
  /** Items handed out so far, in whatever state, practice and comparisons left out: the next one has the place after them. */
  items: number
  /** Outputs of the plan that the rater was ever handed. */
  handed: number
  /** Outputs that the rater holds or has submitted for the plan or a further rating: the cap is on these. */
  given: number
  /** Comparisons that the rater holds or has submitted. */
  compared: number
  hasPractice: boolean
  hasAdjudications: boolean
  /** Whether the audit has leases that ran out and were not swept. */
  anyLapsed: boolean
}

/**
 * The most outputs that a rater is asked for. Counting more would make the first claim of an audit of millions slow,
 * and nobody rates as many.
 */
export const MOST_QUOTA = 10_000

/** What a person is told who has seen results. */
export const SEEN_RESULTS =
  "You have seen this audit's results, so you cannot rate in it: a rating counts only when it was given blind."

/** What a person is told who was asked to guess authors. */
export const FINISHED =
  'You finished this rating task: you were told which models wrote its texts, so nothing more is handed to you, and what you submitted stays.'

/** What a person is told whose work was set aside; not why, which is between the analyst and them. */
export const SET_ASIDE =
  'Whoever runs this rating task has stopped it for you, so it hands you nothing more. Everything that you submitted is kept; ask them if you want to know why.'

/** What a person is told who has not agreed to the audit's consent text yet. */
const CONSENT_FIRST =
  'This rating task asks for your consent first: open it in a browser, read the text, and agree to it.'

/**
 * Makes a person who may rate in the audit, and has consented where that is asked, a rater of it at the first claim, with
 * a random pseudonym and a quota that stays. Throws PlumblineError: as `admit`; 'forbidden' before the consent.
 */
export async function holdRater(client: Db, auditId: number, userId: string): Promise<HeldRater> {
  const row = await admit(client, { auditId, userId })
  if (row.asksConsent) throw new PlumblineError('forbidden', CONSENT_FIRST)
  const id = row.raterId ?? (await enrol(client, { auditId, userId }))
  const quota = row.quota ?? (await fixQuota(client, auditId, id))
  // What the schedule is drawn from is there only once the person is a rater.
  const design = row.raterId === null ? (await readRow(client, auditId, userId))!.design : row.design
  const progress = progressOf(design, quota, row.done)
  const { status, presentation, anyLapsed, items, handed, given, compared, hasPractice, hasAdjudications } =
    row
  const audit = { id: auditId, status, presentation }
  return {
    ...{ id, progress, audit, anyLapsed, design },
    ...{ items, handed, given, compared, hasPractice, hasAdjudications },
  }
}

/**
 * Makes all that one person does in one audit happen one after another, in however many tabs, until the transaction ends,
 * and answers how they stand to it.
 *
 * Throws PlumblineError: 'not-found' without the audit; 'forbidden' for who has seen results, was not invited where
 * invitations are needed, finished or withdrew; 'conflict' when there is nothing to rate yet, or no more.
 */
export async function admit(client: Db, { auditId, userId }: RaterOf): Promise<Row> {
  await lockExposure(client, auditId, userId)
  const row = await readRow(client, auditId, userId)
  if (!row) throw new PlumblineError('not-found', 'There is no such audit.')
  if (row.exposed) throw new PlumblineError('forbidden', SEEN_RESULTS)
  if (row.status === 'draft') throw new PlumblineError('conflict', 'This rating task is not open yet.')
  if (row.withdrawn)
    throw new PlumblineError('forbidden', 'You withdrew from this rating task, so it hands you nothing more.')
  if (row.finished) throw new PlumblineError('forbidden', FINISHED)
  if (row.setAside) throw new PlumblineError('forbidden', SET_ASIDE)
  if (row.invitedOnly && !row.invited)
    throw new PlumblineError('forbidden', 'Only people who were invited rate here. Ask for an invitation.')
  if (row.raterId === null && row.status === 'closed')
    throw new PlumblineError('conflict', 'This rating task is closed.')
  return row
}

/**
 * SQL condition: audit `a` has a consent text that rater `r` (null before they are one) has not agreed to. The text is
 * locked when the audit is opened, before anybody can agree to it.
 */
export const ASKS_CONSENT = `(a.plan ? 'consent' AND r.consented_at IS NULL)`

/**
 * SQL condition: the user whom an SQL expression names rates in audit `a` only by invitation. Whom a panel sent rates
 * nowhere else.
 */
export function byInvitation(user: string): string {
  return `(EXISTS (SELECT FROM invitations v WHERE v.audit_id = a.id)
    OR EXISTS (SELECT FROM participants p WHERE p.user_id = ${user}))`
}

type Row = {
  status: AuditStatus
  presentation: Presentation
  exposed: boolean
  invitedOnly: boolean
  anyLapsed: boolean
  raterId: number | null
  quota: number | null
  withdrawn: boolean
  finished: boolean
  setAside: boolean
  invited: boolean
  asksConsent: boolean
  design: Design
  hasPractice: boolean
  hasAdjudications: boolean
  done: number
  items: number
  handed: number
  given: number
  compared: number
}

/** How a user stands to an audit; undefined without the audit. */
export async function readRow(client: Db, auditId: number, userId: string): Promise<Row | undefined> {
  const { rows } = await client.query<Row>(
    `SELECT a.status, a.presentation, r.id AS "raterId", r.quota, r.withdrawn_at IS NOT NULL AS withdrawn,
       r.finished_at IS NOT NULL AS finished, ${isSetAside('r.id')} AS "setAside",
       r.invitation_id IS NOT NULL AS invited, ${ASKS_CONSENT} AS "asksConsent", ${byInvitation('$2')} AS "invitedOnly",
       EXISTS (SELECT FROM exposures e WHERE e.audit_id = a.id AND e.user_id = $2) AS exposed,
       EXISTS (SELECT FROM assignments s
         WHERE s.audit_id = a.id AND s.status = 'leased' AND s.lease_expires_at <= now()) AS "anyLapsed",
       EXISTS (SELECT FROM gold_answers g
         WHERE g.audit_id = a.id AND g.purpose = 'practice' AND g.ended_at IS NULL) AS "hasPractice",
       EXISTS (SELECT FROM adjudications d WHERE d.audit_id = a.id AND d.open) AS "hasAdjudications",
       ${DESIGN} AS design, work.*
     FROM audits a LEFT JOIN raters r ON r.audit_id = a.id AND r.user_id = $2
     LEFT JOIN invitations i ON i.id = r.invitation_id
     CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE ${TAKES_PLACE})::int AS items,
         count(*) FILTER (WHERE s.status = 'submitted')::int AS done,
         count(*) FILTER (WHERE s.purpose IN ('main', 'extra'))::int AS handed,
         count(*) FILTER (WHERE s.purpose IN ('main', 'extra', 'adjudication')
           AND s.status IN ('leased', 'submitted'))::int AS given,
         count(*) FILTER (WHERE s.pair_id IS NOT NULL AND s.status IN ('leased', 'submitted'))::int AS compared
       FROM assignments s WHERE s.rater_id = r.id AND ${COUNTS}
     ) work
     WHERE a.id = $1`,
    [auditId, userId],
  )
  return rows[0]
}

async function fixQuota(client: Db, auditId: number, raterId: number): Promise<number> {
  const { rows } = await client.query<{ quota: number }>(
    `UPDATE raters SET quota = (
       SELECT count(*) FROM (
         SELECT FROM outputs WHERE audit_id = $1 AND open_slots > 0 ORDER BY draw LIMIT ${MOST_QUOTA}
       ) open
     ) WHERE id = $2 RETURNING quota`,
    [auditId, raterId],
  )
  return rows[0]!.quota
}
