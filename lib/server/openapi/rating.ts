import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import {
  blindItemSchema,
  draftSchema,
  skipSchema,
  submissionSchema,
  submitAnswerSchema,
} from '@/lib/domain/blind'
import { json, jsonBody, refusals, TOKEN } from './parts'

const itemPath = z.object({ item: z.uuid().meta({ description: 'The `item_id` of the item.' }) })

export const ratingCalls: RouteConfig[] = [
  {
    method: 'post',
    path: '/api/v1/rate/{audit}/next',
    summary: 'Get the next item to rate',
    description:
      'Asked again without a submission it answers the same item. The item is leased for 30 minutes. Practice items come ' +
      'first, and only they say what they are for. A comparison of two outputs has the one on the right in `other_text`, and ' +
      'one criterion, `preference`: −1 (left much better) … 1 (right much better).',
    tags: ['Rating'],
    security: TOKEN,
    request: { params: z.object({ audit: z.string().meta({ description: "The audit's id or slug." }) }) },
    responses: {
      200: json('The item, blind.', blindItemSchema.meta({ id: 'BlindItem' })),
      204: { description: 'Nothing is left for this rater.' },
      ...refusals(404, 409),
    },
  },
  {
    method: 'put',
    path: '/api/v1/rate/items/{item}/draft',
    summary: 'Keep a draft',
    description: 'Keeps unfinished work and renews the lease.',
    tags: ['Rating'],
    security: TOKEN,
    request: { params: itemPath, ...jsonBody(draftSchema.meta({ id: 'Draft' })) },
    responses: {
      200: json('Until when the item is held.', z.object({ lease_expires_at: z.iso.datetime().nullable() })),
      ...refusals(400, 404, 409, 413, 422),
    },
  },
  {
    method: 'post',
    path: '/api/v1/rate/items/{item}/submit',
    summary: 'Submit ratings',
    description:
      'Always stores the work. The same key again gets the same answer, with another body 422. 409 only when this rater ' +
      'submitted the item under another key, or withdrew it. A practice item is answered with `feedback`: what is known of it.',
    tags: ['Rating'],
    security: TOKEN,
    request: {
      params: itemPath,
      headers: z.object({ 'Idempotency-Key': z.string().min(1).max(200) }),
      ...jsonBody(submissionSchema.meta({ id: 'Submission' })),
    },
    responses: {
      201: json('It is stored.', submitAnswerSchema.meta({ id: 'SubmitAnswer' })),
      ...refusals(400, 404, 409, 413, 422),
    },
  },
  {
    method: 'post',
    path: '/api/v1/rate/items/{item}/skip',
    summary: 'Skip an item',
    description: 'Another rater gets it; this one does not see it again.',
    tags: ['Rating'],
    security: TOKEN,
    request: { params: itemPath, ...jsonBody(skipSchema.meta({ id: 'Skip' })) },
    responses: {
      200: json('It is skipped.', z.object({ status: z.literal('skipped') })),
      ...refusals(400, 404, 409, 413, 422),
    },
  },
]
