/** Who owns and who uses a hub, as the claims say that answer. */
import { factOf } from '../../kinds/facts.ts'
import { type Party, readParties } from '../../kinds/parties.ts'
import { fold } from '../../lib/text.ts'
import { type At, preferredClaim } from './belief.ts'
import type { Reader } from './reader.ts'
import type { ClaimRow, Provider } from './rows.ts'

export const PARTY_TOPICS = { owners: 'hub-owner', users: 'hub-users' } as const

export interface ClaimedParty extends Party {
  /** Ours, where exactly one has this name or alias, letter case and width aside. */
  provider: Provider | null
  claim: ClaimRow
}

/** Those whom the preferred claim names, in its order; none where no claim answers. */
export async function partiesOf(
  read: Reader,
  hub: string,
  role: keyof typeof PARTY_TOPICS,
  at: At,
): Promise<ClaimedParty[]> {
  const { id } = factOf({ kind: 'ASSERTION', subject: `hub/${hub}`, topic: PARTY_TOPICS[role] })
  const claim = await preferredClaim(read, id, at)
  if (!claim?.text) return []
  return Promise.all(
    readParties(claim.text).map(async (party) => {
      const slugs = new Set((await read.providersByName.load(fold(party.name))).map((a) => a.key))
      const [slug] = slugs
      return { ...party, claim, provider: slugs.size === 1 ? await read.provider.load(slug!) : null }
    }),
  )
}
