import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { importQuerySchema } from '@/lib/domain/import-query'
import {
  humanRatingRecordSchema,
  importResultSchema,
  modelRatingRecordSchema,
  outputRecordSchema,
  RECORD_KINDS,
  type RecordKind,
  verifiedRecordSchema,
} from '@/lib/domain/records'
import { auditPath, json, problemSchema, refusals, TOKEN } from './parts'

// "Any JSON value" refers to itself, which the generator cannot write down.
const anyObject = z.record(z.string(), z.unknown()).optional()

const RECORDS: Record<RecordKind, z.ZodType> = {
  outputs: outputRecordSchema.extend({ metadata: anyObject }).meta({ id: 'OutputRecord' }),
  'model-ratings': modelRatingRecordSchema.meta({ id: 'ModelRatingRecord' }),
  'human-ratings': humanRatingRecordSchema.meta({ id: 'HumanRatingRecord' }),
  verified: verifiedRecordSchema.meta({ id: 'VerifiedRecord' }),
}

const result = importResultSchema.meta({ id: 'ImportResult' })

/** A refused import is an error that carries its counts as well. */
const refused = problemSchema.extend(importResultSchema.shape).meta({ id: 'RefusedImport' })

export const recordCalls: RouteConfig[] = RECORD_KINDS.map((kind) => ({
  method: 'post',
  path: `/api/v1/audits/{slug}/${kind}`,
  summary: `Import ${kind === 'verified' ? 'verified labels' : kind.replace('-', ' ')}`,
  description:
    'One record a line. All or nothing: with a wrong record nothing is written, unless `on_error=skip`. The same file again ' +
    'changes nothing. The answer counts what was received, and names the revision that holds it.' +
    (kind === 'outputs'
      ? ''
      : ' Who sends or checks these has seen results, and cannot rate in the audit while it is open.'),
  tags: ['Records'],
  security: TOKEN,
  request: {
    params: auditPath,
    query: z.object(importQuerySchema.shape),
    body: {
      required: true,
      content: {
        'application/x-ndjson': { schema: RECORDS[kind] },
        'text/csv': { schema: z.string().meta({ description: 'The same names as columns.' }) },
      },
    },
  },
  responses: {
    200: json('What became of the records.', result),
    ...refusals(400, 404, 408, 409),
    422: {
      description: 'Nothing was written: `errors` names the first hundred faults by line.',
      content: { 'application/problem+json': { schema: refused } },
    },
  },
}))
