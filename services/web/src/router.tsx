/** The address bar as state: `usePlace` says where we are, `Link` and `go` lead on without loading anew. */
import { type AnchorHTMLAttributes, type MouseEvent, useMemo, useSyncExternalStore } from 'react'
import { type Place, placeOf } from './paths.ts'

const listeners = new Set<() => void>()
const told = () => {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** `replace`: the place before is not one to come back to (a filter that changed). */
export function go(path: string, { replace = false } = {}): void {
  if (path === location.pathname + location.search) return
  const from = location.pathname
  history[replace ? 'replaceState' : 'pushState'](null, '', path)
  if (!replace && from !== location.pathname) window.scrollTo(0, 0)
  told()
}

export function usePlace(): Place {
  const href = useSyncExternalStore(subscribe, () => location.href)
  return useMemo(() => placeOf(new URL(href)), [href])
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & { readonly to: string }
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !plain) return
    event.preventDefault()
    go(to)
  }
  return <a href={to} onClick={follow} {...rest} />
}
