/** Answers whose bytes are all there: the server writes them as they are, where a body would be read as a stream. */

const known = new WeakMap<Response, Buffer>()

export function rememberBytes(response: Response, bytes: Buffer): Response {
  known.set(response, bytes)
  return response
}

export const bytesIn = (response: Response): Buffer | undefined => known.get(response)

/** The response itself where its headers can be changed, as those of all that is made here; else a copy. */
export function changeable(response: Response): Response {
  try {
    response.headers.delete('x-not-there')
    return response
  } catch {
    return new Response(response.body, response)
  }
}
