import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import {
  humanRatingRecordSchema,
  importResultSchema,
  modelRatingRecordSchema,
  outputRecordSchema,
  RECORD_KINDS,
  type RecordKind,
  verifiedRecordSchema,
} from '@/lib/domain/records'
import { auditPath, json, refusals, TOKEN } from './parts'

// "Any JSON value" refers to itself, which the generator cannot write down.
const anyObject = z.record(z.string(), z.unknown()).optional()

const RECORDS: Record<RecordKind, z.ZodType> = {
  outputs: outputRecordSchema.extend({ metadata: anyObject }).meta({ id: 'OutputRecord' }),
  'model-ratings': modelRatingRecordSchema.meta({ id: 'ModelRatingRecord' }),
  'human-ratings': humanRatingRecordSchema.meta({ id: 'HumanRatingRecord' }),
  verified: verifiedRecordSchema.meta({ id: 'VerifiedRecord' }),
}

const result = importResultSchema.meta({ id: 'ImportResult' })

const importQuery = z.object({
  dry_run: z.enum(['0', '1']).optional().meta({ description: '1: check only, write nothing.' }),
  on_error: z
    .enum(['skip'])
    .optional()
    .meta({ description: 'skip: write the good records of a file that has wrong ones.' }),
})

export const recordCalls: RouteConfig[] = RECORD_KINDS.map((kind) => ({
  method: 'post',
  path: `/api/v1/audits/{slug}/${kind}`,
  summary: `Import ${kind === 'verified' ? 'verified labels' : kind.replace('-', ' ')}`,
  description:
    'One record a line. All or nothing: with a wrong record nothing is written, unless `on_error=skip`. The same file again ' +
    'changes nothing. The answer counts what was received, and names the revision that holds it.',
  tags: ['Records'],
  security: TOKEN,
  request: {
    params: auditPath,
    query: importQuery,
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
    ...refusals(400, 404, 409, 413),
    422: json('Nothing was written.', result),
  },
}))
