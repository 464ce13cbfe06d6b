/** Keeps a mirror in a folder with the client of partners, proves it, and reads it without asking the server again. */
import { openMirror, SyncError, sync } from 'ai-economy-facts-client'

const key = process.env.FACTS_KEY
if (!key) throw new Error('Set FACTS_KEY to a key with the scope sync.')

try {
  const { state } = await sync({ from: 'http://127.0.0.1:4000', key, to: 'mirror' })
  console.log(`revision ${state?.revision}, proved: ${state?.verified?.revision === state?.revision}`)
} catch (error) {
  // Refused keys and servers that are behind the mirror end it; outages are waited out.
  if (!(error instanceof SyncError)) throw error
  console.log(`refused: ${error.code}`)
  process.exit(1)
}

const mirror = await openMirror('mirror')
let derived = 0
let claims = 0
for await (const claim of mirror.rows('claim')) {
  claims++
  if (claim.basis === 'DERIVED') derived++
  // What a licence forbids to pass on comes without its value, and says so.
  if (claim.withheld) console.log(`${claim.id}: ${claim.withheld.code}`)
}
await mirror.close()
console.log(`${claims} claims, ${derived} of them computed from others`)
