/** A name server on this machine, which answers as tests wish, or not at all. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import ipaddr from 'ipaddr.js'
import { onTestFinished } from 'vitest'

const HEADER = 12
const TYPES: Record<number, 'A' | 'AAAA'> = { 1: 'A', 28: 'AAAA' }

/** @returns its address. @param answers addresses of names by type; what has none is never answered. */
export async function nameServer(
  answers: Record<string, { A?: string[]; AAAA?: string[] }>,
): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const { name, type, end } = questionOf(query)
    asked.push(name)
    const found = answers[name]?.[TYPES[type]!]
    if (!found) return
    const header = Buffer.from(query.subarray(0, HEADER))
    // An answer, without additional records.
    header.writeUInt16BE(0x8180, 2)
    header.writeUInt16BE(found.length, 6)
    header.writeUInt16BE(0, 10)
    const records = found.flatMap((ip) => {
      const bytes = Buffer.from(ipaddr.parse(ip).toByteArray())
      // The name of the question, its type and class, a minute, and the address.
      return [Buffer.from([0xc0, HEADER, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length]), bytes]
    })
    socket.send(Buffer.concat([header, query.subarray(HEADER, end), ...records]), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => {
    socket.close()
  })
  return { address: `127.0.0.1:${socket.address().port}`, asked }
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = HEADER
  while (query[at]! > 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!))
    at += query[at]! + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}
