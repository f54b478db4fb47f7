import { z } from 'zod'
import { RECORD_FORMATS } from './record-files'
import { RECORD_KINDS } from './records'
import { proseSchema } from './text'

/** What the address of an import says, besides the audit and the kind of records. */
export const importQuerySchema = z.strictObject({
  dry_run: z.enum(['0', '1']).default('0').meta({ description: '1: check only, write nothing.' }),
  on_error: z.enum(['refuse', 'skip']).default('refuse').meta({
    description: 'skip: write the good records of a file that has wrong ones.',
  }),
  format: z
    .enum([...RECORD_FORMATS, 'jsonl'])
    .optional()
    .meta({
      description: "By default told by the content type, the file's name, or the first character.",
    }),
  file_name: proseSchema(300).optional().meta({ description: 'For the history of imports.' }),
})
export type ImportQuery = z.infer<typeof importQuerySchema>

/** The same for the upload page, which sends records of all kinds to one address. */
export const uploadQuerySchema = importQuerySchema.extend({ kind: z.enum(RECORD_KINDS) })
