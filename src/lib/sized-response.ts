/**
 * The platform's `Response`, which tells the length of a text. Without it, Node's server would send every answer in
 * chunks, and a client could not tell one that was cut off from a whole one as easily.
 */
export class SizedResponse extends Response {
  constructor(body?: BodyInit | null, init?: ResponseInit) {
    super(body, init)
    if (typeof body === 'string' && !this.headers.has('content-length'))
      this.headers.set('content-length', String(Buffer.byteLength(body)))
  }
}
