/** Where webhooks may be sent: the open Internet, by https, and nothing else, whatever an address looks like. */
import { expect, test } from 'vitest'
import { type AddressRules, addressRules, isPublic } from '../../src/domain/webhooks/address.ts'
import { nameServer } from '../helpers/name-server.ts'
import { CREATE, PRIVATE, partner, receiver, server, sharedDatabase } from './world.ts'

const NOT_PUBLIC = 'The host of url does not lead to an address of the public Internet.'

const base = sharedDatabase()

/** Names as they resolve; all others do not. */
const NAMES: Record<string, string[]> = {
  'partner.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'xn--bcher-kva.example': ['93.184.215.14'],
  localhost: ['127.0.0.1', '::1'],
  'inside.example': ['10.0.0.7'],
  'half.example': ['93.184.215.14', '192.168.1.1'],
  'mapped.example': ['::ffff:10.0.0.7'],
  'local6.example': ['fe80::1'],
  'metadata.google.internal': ['169.254.169.254'],
}
const rules: AddressRules = {
  allowPrivate: false,
  resolve: async (host) => {
    const found = NAMES[host.replace(/\.$/, '')]
    if (!found) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })
    return found
  },
}

/** Addresses that lead into a network, or to nobody. */
const HOSTS = [
  ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1'],
  ...['127.0.0.1.', '①②⑦.0.0.1', '127。0。0。1', '0', '0.0.0.0', '10.0.0.1', '10.255.255.255', '172.16.0.1'],
  ...['172.31.255.255', '192.168.0.1', '3232235777', '169.254.169.254', '169.254.0.1', '100.64.0.1'],
  ...[
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
  ],
  ...['239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16', '192.88.99.1'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:a00:1]', '[::127.0.0.1]'],
  ...['[::ffff:0:7f00:1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::a00:1]', '[2002:7f00:1::]', '[2001::1]'],
  ...['[fe80::1]', '[febf::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[100::1]'],
  ...['[2001:db8::1]', '[3fff::1]', '[5f00::1]', '[4000::1]'],
  ...['localhost', 'localhost.', 'LOCALHOST', 'inside.example', 'half.example', 'mapped.example'],
  ...['local6.example', 'metadata.google.internal', 'nowhere.example'],
]

test('no webhook leads anywhere but to the public Internet, and none of the refusals tells why', async () => {
  const { refused } = await partner(base.db, { addresses: rules })
  for (const host of HOSTS) {
    const input = { url: `https://${host}/hook`, events: ['REVISION_PUBLISHED'] }
    expect(await refused(CREATE, { input }), host).toEqual(['BAD_ARGUMENT', NOT_PUBLIC])
  }
})

test('an address is https, without credentials, without a fragment, and not endless', async () => {
  const { refused, ask, hook, webhook } = await partner(base.db, { addresses: rules })
  for (const url of [
    ...[
      'http://partner.example/',
      'ftp://partner.example/',
      'file:///etc/passwd',
      'gopher://partner.example/',
    ],
    ...['data:text/plain,x', 'javascript:alert(1)', '//partner.example/', 'partner.example', '', 'https://'],
    ...[
      'https://user@partner.example/',
      'https://user:word@partner.example/',
      'https://:word@partner.example/',
    ],
    ...['https://partner.example/#part', `https://partner.example/${'a'.repeat(2000)}`, 'https://a b/'],
    ...['https://partner.example:99999/', 'https://1.2.3.400/', 'https://[::1/'],
  ]) {
    const input = { url, events: ['REVISION_PUBLISHED'] }
    expect((await refused(CREATE, { input }))[0], url).toBe('BAD_ARGUMENT')
  }
  const made: string[] = []
  for (const url of [
    'https://partner.example/hook?token=1',
    'https://PARTNER.example:8443/hook',
    'https://bücher.example/',
    'https://8.8.8.8/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ]) {
    const { id } = await hook({ url, events: ['REVISION_PUBLISHED'] })
    made.push((await webhook(id)).url)
    const change = `mutation { updateWebhook(id: "${id}", input: { url: "https://10.0.0.1/" }) { id } }`
    expect(await refused(change)).toEqual(['BAD_ARGUMENT', NOT_PUBLIC])
    await ask(`mutation { deleteWebhook(id: "${id}") }`)
  }
  expect(made).toEqual([
    'https://partner.example/hook?token=1',
    'https://partner.example:8443/hook',
    'https://xn--bcher-kva.example/',
    'https://8.8.8.8/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])
})

test('a name that led to the Internet and leads into our network now is not asked', async () => {
  const there = await receiver()
  const port = new URL(there.url('/')).port
  const own = await partner(base.db, { addresses: rules })
  let asked = 0
  const rebound: AddressRules = {
    allowPrivate: false,
    resolve: async (host) => (++asked === 1 ? rules.resolve(host) : ['127.0.0.1']),
  }
  // The first answer was that of the creation.
  const first = await partner(base.db, { addresses: rebound, key: own.key })
  const { id } = await first.hook({
    url: `https://partner.example:${port}/hook`,
    events: ['REVISION_PUBLISHED'],
  })
  expect(asked).toBe(1)
  server(base, { rules: rebound })
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  const [delivery] = (await own.settled(id)).deliveries.nodes
  expect(delivery.log).toEqual([
    {
      at: expect.any(String),
      status: null,
      error: 'the host does not lead to an address of the public Internet',
    },
  ])
  // Asked once for an attempt: there is no second answer that a connection could go to.
  expect(asked).toBe(2)
  expect(there.of('/hook')).toEqual([])
})

test('the connection goes to what was checked, under the name of the partner', async () => {
  const there = await receiver()
  let asked = 0
  const onceOnly: AddressRules = {
    ...PRIVATE,
    // A name that nobody but us resolves, and only once more than was asked for the creation.
    resolve: async () => (++asked <= 2 ? ['127.0.0.1'] : ['127.0.0.254']),
  }
  const own = await partner(base.db, { addresses: onceOnly })
  const { id } = await own.hook({
    url: there.url('/named', 'partner.invalid'),
    events: ['REVISION_PUBLISHED'],
  })
  server(base, { rules: onceOnly })
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  const [got] = await there.got('/named', 1)
  expect(got!.headers.host).toMatch(/^partner\.invalid:\d+$/)
  expect((await own.settled(id)).deliveries.nodes[0].state).toBe('DELIVERED')
})

test('an address that was allowed on a network of our own is refused by a server that is not', async () => {
  const [own, there] = [await partner(base.db), await receiver()]
  const { id } = await own.hook({ url: there.url('/hook'), events: ['REVISION_PUBLISHED'] })
  server(base, { rules })
  await own.ask(`mutation { testWebhook(id: "${id}") { id } }`)
  expect((await own.settled(id)).deliveries.nodes[0]).toMatchObject({ state: 'FAILED' })
  expect(there.of('/hook')).toEqual([])
})

test('a name is asked for both kinds of addresses, and not for ever', async () => {
  const [A, AAAA] = [['93.184.215.14', '93.184.215.15'], ['2606:2800:21f:cb07:6820:80da:af6b:8b2c']]
  const { address, asked } = await nameServer({
    'both.example': { A, AAAA },
    'four.example': { A },
    'six.example': { A: [], AAAA },
    'inside.example': { A, AAAA: ['fd00::1'] },
  })
  const open = addressRules(false, { servers: [address], limitMs: 300 })
  expect((await open.resolve('both.example')).sort()).toEqual([...AAAA, ...A].sort())
  const { hook, refused } = await partner(base.db, { addresses: open })
  for (const host of ['both.example', 'four.example', 'six.example'])
    await hook({ url: `https://${host}/`, events: ['REVISION_PUBLISHED'] })
  for (const host of ['inside.example', 'silent.example']) {
    const input = { url: `https://${host}/`, events: ['REVISION_PUBLISHED'] }
    expect(await refused(CREATE, { input }), host).toEqual(['BAD_ARGUMENT', NOT_PUBLIC])
  }
  // For each kind of address once: the resolver alone would go on to ask for four seconds or more.
  expect(asked.filter((name) => name === 'silent.example')).toHaveLength(2)
})

test('what is no address of the Internet is not public', () => {
  for (const ip of ['8.8.8.8', '1.1.1.1', '93.184.215.14', '2606:4700:4700::1111', '2a00:1450:4001::200e'])
    expect(isPublic(ip), ip).toBe(true)
  for (const ip of [
    '',
    'x',
    '::',
    '10.1.2.3',
    'fe80::1%eth0',
    '::ffff:8.8.8.8',
    '1.2.3.4.5',
    '168.63.129.16',
  ])
    expect(isPublic(ip), ip).toBe(false)
})
