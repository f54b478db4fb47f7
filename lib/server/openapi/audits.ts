import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { auditInputSchema, auditPatchSchema, auditSchema } from '@/lib/domain/audit'
import { blindAuditSchema } from '@/lib/domain/blind'
import { personInputSchema, personSchema } from '@/lib/domain/person'
import { auditPath, json, jsonBody, refusals, TOKEN } from './parts'

const audit = auditSchema.meta({ id: 'Audit' })
const blindAudit = blindAuditSchema.meta({
  id: 'BlindAudit',
  description: 'All that a rater may know of an audit.',
})

export const auditCalls: RouteConfig[] = [
  {
    method: 'get',
    path: '/api/v1/audits',
    summary: 'List audits',
    description: 'All audits, newest first; to a rater the blind form of those that are open to them.',
    tags: ['Audits'],
    security: TOKEN,
    responses: {
      200: json('The audits.', z.object({ audits: z.union([z.array(audit), z.array(blindAudit)]) })),
      ...refusals(),
    },
  },
  {
    method: 'post',
    path: '/api/v1/audits',
    summary: 'Make an audit',
    description: 'As a draft. Without a slug one is made from the name.',
    tags: ['Audits'],
    security: TOKEN,
    request: jsonBody(auditInputSchema.meta({ id: 'AuditInput' })),
    responses: { 201: json('The audit.', audit), ...refusals(400, 409, 413, 422) },
  },
  {
    method: 'get',
    path: '/api/v1/audits/{slug}',
    summary: 'Read an audit',
    tags: ['Audits'],
    security: TOKEN,
    request: { params: auditPath },
    responses: { 200: json('The audit.', z.union([audit, blindAudit])), ...refusals(404) },
  },
  {
    method: 'patch',
    path: '/api/v1/audits/{slug}',
    summary: 'Change an audit',
    description:
      'Only what is given changes; `criteria` replaces them all, matched by key, and what a criterion leaves out takes its ' +
      'default. Key, min, max and step are fixed from the first score. The status goes from draft to open to closed. ' +
      'Settings of `plan` change one by one, null takes one out; all but `cap` are locked at opening.',
    tags: ['Audits'],
    security: TOKEN,
    request: { params: auditPath, ...jsonBody(auditPatchSchema.meta({ id: 'AuditPatch' })) },
    responses: { 200: json('The audit as it is now.', audit), ...refusals(400, 404, 409, 413, 422) },
  },
  {
    method: 'post',
    path: '/api/v1/users',
    summary: 'Add a person',
    description: 'With `token: true` the answer holds a token for the person, this once. For admins.',
    tags: ['People'],
    security: TOKEN,
    request: jsonBody(personInputSchema.meta({ id: 'PersonInput' })),
    responses: {
      201: json('The person.', personSchema.extend({ token: z.string().optional() }).meta({ id: 'Person' })),
      ...refusals(400, 409, 413, 422),
    },
  },
]
