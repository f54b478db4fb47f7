import { CONNECTIONS_KEPT, type Db } from '../db/pool'
import { ownItems } from './claim'
import { itemContent } from './item'
import { pickOutput } from './pick'
import { readRow } from './rater'
import { raterTransaction } from './transaction'

const NOTHING = 0
const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Opens the connections that are kept and asks on each what a claim asks, of an audit that does not exist. A new connection
 * reads its catalogues and plans for a tenth of a second, which whoever rates first after a start need not wait for.
 */
export async function warmUp(): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS_KEPT }, () => raterTransaction(askForNothing)))
}

async function askForNothing(client: Db): Promise<void> {
  await readRow(client, NOTHING, NOBODY)
  await ownItems(client, NOTHING)
  await pickOutput(client, NOTHING, NOTHING)
  await itemContent(client, { outputId: NOTHING, rightOutputId: null })
}
