/**
 * To which addresses a webhook may be sent. A partner chooses the address and our server goes there, so it must never
 * lead into the network that the server itself stands in: no private, local or reserved address, whatever its spelling.
 */
import { lookup, Resolver } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { AppError } from '../../errors.ts'

export interface AddressRules {
  /** Whether http and private networks are allowed too: for tests, and where all partners stand in one's own network. */
  allowPrivate: boolean
  /** All IP addresses of a host name; none, or a rejection, where it has none. */
  resolve(host: string): Promise<string[]>
}

/** For tests: of a server of theirs. */
export interface NameServers {
  /** Addresses with ports; those of the system without any. */
  servers?: readonly string[]
  /** How long a name may take. */
  limitMs?: number
}

export function addressRules(allowPrivate: boolean, names: NameServers = {}): AddressRules {
  return {
    allowPrivate,
    // Names of one's own network may stand in a file of the system only.
    resolve: allowPrivate
      ? async (host) => (await lookup(host, { all: true })).map(({ address }) => address)
      : (host) => publicAddresses(host, names),
  }
}

const QUERY_MS = 2_000
const NAME_MS = 5_000

/**
 * Asked of name servers, and not of the system: that answers on one of the few threads that files and compression need,
 * for as long as it likes, so a partner with a name server that is slow could hold up everybody.
 */
async function publicAddresses(host: string, { servers, limitMs = NAME_MS }: NameServers): Promise<string[]> {
  const resolver = new Resolver({ timeout: QUERY_MS, tries: 2 })
  if (servers) resolver.setServers(servers)
  const late = setTimeout(() => resolver.cancel(), limitMs)
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  clearTimeout(late)
  return found.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

const ADDRESS_CHARS = 2000

/** Hands out credentials to whoever asks from within Azure, under an address that looks public. */
const AZURE_METADATA = '168.63.129.16'
/** Whatever lies outside is not routed, or leads to IPv4 addresses by other names. */
const ROUTED_IPV6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/** Whether an IP address is one of the open Internet. */
export function isPublic(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false
  const address = ipaddr.parse(ip)
  if (address.range() !== 'unicast' || address.toString() === AZURE_METADATA) return false
  return address instanceof ipaddr.IPv4 || address.match(ROUTED_IPV6)
}

/**
 * The address as it is kept: absolute, normalised.
 * @throws AppError BAD_ARGUMENT for what is no address to send to, whatever it leads to.
 */
export function readAddress(text: string, rules: AddressRules): URL {
  const url = text.length <= ADDRESS_CHARS ? URL.parse(text) : null
  if (!url) throw refused(`url is an absolute address of at most ${ADDRESS_CHARS} characters.`)
  if (url.protocol !== 'https:' && !(rules.allowPrivate && url.protocol === 'http:'))
    throw refused('url begins with https://, so that nobody reads or changes on the way what is sent.')
  if (url.username || url.password)
    throw refused('url holds no user name and no password: what is sent is signed instead.')
  if (url.hash) throw refused('url has no part behind a #: it would not be sent.')
  return url
}

/**
 * The IP addresses behind an address, to connect to these and to no others: asked a second time, a name may answer
 * otherwise.
 * @throws AppError BAD_ARGUMENT where there are none, or where one of them is not public. The two look alike, so that
 *   nobody learns which names there are in our network.
 */
export async function addressesOf(url: URL, rules: AddressRules): Promise<string[]> {
  // URL has brought every spelling of an IPv4 address into the usual one by now.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = ipaddr.isValid(host) ? [host] : await rules.resolve(host).catch(() => [])
  if (found.length === 0 || !(rules.allowPrivate || found.every(isPublic))) throw refused(NOT_PUBLIC)
  return found
}

export const NOT_PUBLIC = 'The host of url does not lead to an address of the public Internet.'

const refused = (message: string) => new AppError('BAD_ARGUMENT', message)
