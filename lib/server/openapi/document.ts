import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { auditCalls } from './audits'
import { ratingCalls } from './rating'
import { recordCalls } from './records'
import { resultCalls } from './results'

const CALLS: RouteConfig[] = [...auditCalls, ...recordCalls, ...resultCalls, ...ratingCalls]

let made: ReturnType<OpenApiGeneratorV31['generateDocument']> | undefined

/** The description of the HTTP API, made from the schemas that check what it is sent. */
export function openApiDocument() {
  made ??= makeDocument()
  return made
}

function makeDocument() {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token acts with the role of its owner, and ends with their lock.',
  })
  for (const call of CALLS) registry.registerPath(call)
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version: '1',
      description:
        'Human-vs-model rating audits. Errors are application/problem+json. Unknown fields are refused by name. Scores in ' +
        'reports are unit scores: 0 to 1 on the scale of their criterion.',
    },
    servers: [{ url: '/' }],
  })
}
