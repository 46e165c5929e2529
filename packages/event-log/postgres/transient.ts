/**
 * Whether a database error passes by itself: the server is away, restarting, out of connections, or another
 * transaction was in the way. Codes of PostgreSQL's appendix A by class, and those of the socket.
 */
const classes = ['08', '40', '53', '55', '57']
const sockets = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT']

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    classes.includes(code.slice(0, 2)) ||
    sockets.includes(code) ||
    error.name === 'LogOverloaded' ||
    /connection (terminated|ended|error)|Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(
      error.message,
    )
  )
}
