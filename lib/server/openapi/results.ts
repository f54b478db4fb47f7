import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { EXPORT_NAMES, EXPORT_TYPES } from '@/lib/domain/exports'
import { outputPageSchema, outputsQuestionSchema } from '@/lib/domain/outputs'
import { reportSchema } from '@/lib/domain/report'
import { contrastSchema, questionSchema, selectionSchema } from '@/lib/domain/selection'
import { auditPath, json, refusals, TOKEN } from './parts'

/** What a GET with an open answer says of it, beyond its fields. */
const EXPOSES =
  'Reading it is seeing results: whoever reads it can no longer rate in the audit, until it is closed.'

const { covered, cursor, gate_at, goal_in, limit, proxy_in, sort, verdict } = outputsQuestionSchema.shape

const types = Object.values(EXPORT_TYPES).map((type) => type.split(';')[0]!)
const files = [...new Set(types)].map((type) => [
  type,
  { schema: { type: 'string' as const, ...(type.startsWith('text/') ? {} : { format: 'binary' }) } },
])

export const resultCalls: RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/audits/{slug}/report',
    summary: 'Read the report',
    description: `How far the proxy stands above the goal, with intervals. ${EXPOSES}`,
    tags: ['Results'],
    security: TOKEN,
    request: { params: auditPath, query: z.object(questionSchema.shape) },
    responses: { 200: json('The report.', reportSchema.meta({ id: 'Report' })), ...refusals(400, 404) },
  },
  {
    method: 'get',
    path: '/api/v1/audits/{slug}/outputs',
    summary: 'Page through outputs',
    description: `Outputs with features, signals and human means. ${EXPOSES}`,
    tags: ['Results'],
    security: TOKEN,
    request: {
      params: auditPath,
      query: z.object({
        ...contrastSchema.shape,
        ...selectionSchema.shape,
        ...{ covered, cursor, gate_at, goal_in, limit, proxy_in, sort, verdict },
      }),
    },
    responses: {
      200: json('A page of outputs.', outputPageSchema.meta({ id: 'OutputPage' })),
      ...refusals(400, 404),
    },
  },
  {
    method: 'get',
    path: '/api/v1/audits/{slug}/export/{name}',
    summary: 'Download an export',
    description: `Streamed; \`codebook.csv\` explains each column. ${EXPOSES}`,
    tags: ['Results'],
    security: TOKEN,
    request: {
      params: auditPath.extend({ name: z.enum(EXPORT_NAMES) }),
      query: z.object({
        ...questionSchema.shape,
        raw: z.enum(['0', '1']).optional().meta({
          description: "1: text cells as they are, without the ' that keeps spreadsheets from running them.",
        }),
      }),
    },
    responses: {
      200: { description: 'The file.', content: Object.fromEntries(files) },
      ...refusals(400, 404),
    },
  },
]
