/**
 * Whether an error of what a process leans on passes by itself: the server is away, restarting, out of connections, or another
 * transaction was in the way. Codes of PostgreSQL's appendix A by class, and those of the socket.
 */
const classes = ['08', '40', '53', '55', '57']
/** A transaction that was idle or ran too long, and a server that does not take writes (any more, or yet). */
const states = ['25P03', '25P04', '25006']
const sockets = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]
/** What `pg` says where there is no code. */
const messages =
  /connection (terminated|ended|error)|timeout exceeded when trying to connect|read timeout|not queryable/i

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    classes.includes(code.slice(0, 2)) ||
    states.includes(code) ||
    sockets.includes(code) ||
    // The keys of people are not to be had for the moment: nothing was written without them.
    ['LogOverloaded', 'KeyServiceFault'].includes(error.name) ||
    messages.test(error.message)
  )
}
