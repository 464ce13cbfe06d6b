/** GraphQL alone, without the application around it. */
import type { Db } from '../../src/db/client.ts'
import { createPlaces } from '../../src/domain/access/places.ts'
import { createDocuments } from '../../src/domain/documents/documents.ts'
import { chooserOf } from '../../src/domain/read/reads.ts'
import { createRevisionFeed } from '../../src/domain/read/revision-feed.ts'
import { receiptsOf } from '../../src/domain/receipts/receipts.ts'
import { addressRules } from '../../src/domain/webhooks/address.ts'
import { createGraphql, type Graphql } from '../../src/graphql/yoga.ts'
import { readSubmitted } from '../../src/ingest/facts/submitted.ts'
import { systemClock } from '../../src/lib/clock.ts'

export function graphqlOf(db: Db): Graphql {
  const stopping = new AbortController().signal
  return createGraphql({
    ...{ db, choose: chooserOf(db), clock: systemClock, addresses: addressRules(false), readSubmitted },
    ...{ receipts: receiptsOf(db, systemClock), documents: createDocuments(db, systemClock) },
    feed: createRevisionFeed({ db, nextRevision: async () => undefined, stopping }),
    places: createPlaces({ caller: 1, server: 1 }),
    endpoint: '/graphql',
    ownQuestions: () => [],
    log: () => 'id',
  })
}
