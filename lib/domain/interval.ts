import { z } from 'zod'

/** Lower and upper limit of a 95 % interval; null where there is none. */
export const intervalSchema = z.tuple([z.number(), z.number()]).nullable()
export type Interval = z.infer<typeof intervalSchema>
