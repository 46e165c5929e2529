/** Where each screen lives. Links are only made here, and only here is an address read back. No address ever
 *  carries a name, a number or a text; ids and codes only. */
export type Place =
  | { readonly screen: 'home' }
  | { readonly screen: 'dispatchDesk'; readonly orderId: string | null; readonly filter: Filter }
  | { readonly screen: 'orderDesk'; readonly orderId: string | null; readonly filter: Filter }
  | { readonly screen: 'callbackDesk'; readonly filter: Filter }
  | { readonly screen: 'answerDesk'; readonly filter: Filter }
  | { readonly screen: 'caseCard'; readonly caseId: string | null; readonly filter: Filter }
  | { readonly screen: 'dynamicDatabase'; readonly items: boolean; readonly filter: Filter }
  | { readonly screen: 'callbackCoverage'; readonly filter: Filter }
  | { readonly screen: 'history'; readonly filter: Filter }
  | { readonly screen: 'organisations'; readonly code: string | null; readonly filter: Filter }
  | { readonly screen: 'accounts'; readonly id: string | null; readonly filter: Filter }
  | { readonly screen: 'ownAccount' }
  | { readonly screen: 'policies'; readonly filter: Filter }
  | { readonly screen: 'audit'; readonly filter: Filter }
  | { readonly screen: 'nowhere' }
export type Filter = Readonly<Record<string, string>>

const withFilter = (path: string, filter: Filter = {}): string => {
  const given = Object.entries(filter).filter(([, value]) => value !== '')
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

export const paths = {
  home: () => '/',
  orderDesk: (filter?: Filter) => withFilter('/orders', filter),
  order: (id: string, filter?: Filter) => withFilter(`/orders/${encodeURIComponent(id)}`, filter),
  dispatchDesk: (filter?: Filter) => withFilter('/dispatch', filter),
  dispatchOrder: (id: string, filter?: Filter) => withFilter(`/dispatch/${encodeURIComponent(id)}`, filter),
  callbackDesk: (filter?: Filter) => withFilter('/callbacks', filter),
  answerDesk: (filter?: Filter) => withFilter('/answers', filter),
  cases: (filter?: Filter) => withFilter('/cases', filter),
  caseCard: (id: string) => `/cases/${encodeURIComponent(id)}`,
  dynamicDatabase: (filter?: Filter) => withFilter('/board', filter),
  /** What stands behind one of its numbers. */
  boardItems: (filter: Filter) => withFilter('/board/items', filter),
  callbackCoverage: (filter?: Filter) => withFilter('/coverage', filter),
  history: (filter?: Filter) => withFilter('/history', filter),
  organisations: (filter?: Filter) => withFilter('/organisations', filter),
  organisation: (code: string, filter?: Filter) =>
    withFilter(`/organisations/${encodeURIComponent(code)}`, filter),
  accounts: (filter?: Filter) => withFilter('/accounts', filter),
  /** By its id: a user name may be a person's. */
  account: (id: string, filter?: Filter) => withFilter(`/accounts/${encodeURIComponent(id)}`, filter),
  ownAccount: () => '/me',
  policies: (filter?: Filter) => withFilter('/policies', filter),
  audit: (filter?: Filter) => withFilter('/audit', filter),
}

export function placeOf(url: URL): Place {
  const [section = '', id, ...rest] = url.pathname.split('/').slice(1)
  const filter = Object.fromEntries(url.searchParams)
  if (rest.length > 0) return { screen: 'nowhere' }
  const one = id ? decoded(id) : null
  if (section === 'dispatch') return { screen: 'dispatchDesk', orderId: one, filter }
  if (section === 'orders') return { screen: 'orderDesk', orderId: one, filter }
  if (section === 'cases') return { screen: 'caseCard', caseId: one, filter }
  if (section === 'organisations') return { screen: 'organisations', code: one, filter }
  if (section === 'accounts') return { screen: 'accounts', id: one, filter }
  if (section === 'board' && (!id || id === 'items'))
    return { screen: 'dynamicDatabase', items: id === 'items', filter }
  if (id) return { screen: 'nowhere' }
  if (section === '') return { screen: 'home' }
  if (section === 'me') return { screen: 'ownAccount' }
  if (section === 'callbacks') return { screen: 'callbackDesk', filter }
  if (section === 'answers') return { screen: 'answerDesk', filter }
  if (section === 'history') return { screen: 'history', filter }
  if (section === 'policies') return { screen: 'policies', filter }
  if (section === 'audit') return { screen: 'audit', filter }
  return section === 'coverage' ? { screen: 'callbackCoverage', filter } : { screen: 'nowhere' }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
