/** Where the API is. */
export const ENDPOINT = '/graphql'
/** What its answers depend on beside the address. */
export const VARY = 'Accept, Authorization, X-API-Key, X-Receipt'
